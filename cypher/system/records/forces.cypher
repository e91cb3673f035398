// name:     forces
// does:     Gives the force of each record, and when it was recorded.
// params:   ids: list[str]
// returns:  record: str, force: str?, at: datetime?
UNWIND $ids AS wanted
MATCH (r:Record {id: wanted})
OPTIONAL MATCH (r)-[:ABOUT]->(i:Incident)
RETURN r.id AS record, max(coalesce(r.force, i.force)) AS force,
  min(coalesce(r.recorded_at, i.recorded_at)) AS at
