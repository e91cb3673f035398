// name:     stale_among
// does:     People that wait to be derived, each with one of these mentions that is stale.
// params:   ids: list[str]
// returns:  person: str, mention: str
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})-[:REFERS_TO]->(p:Person)
WHERE m.stale
RETURN p.id AS person, m.id AS mention
