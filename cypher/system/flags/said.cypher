// name:     said
// does:     Which of these flags there are, their state, and when the last word on each was said.
// params:   ids: list[str]
// returns:  id: str, state: str, at: datetime?
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
OPTIONAL MATCH (d:Disposition)-[:OF]->(f)
RETURN f.id AS id, f.state AS state, max(d.at) AS at
