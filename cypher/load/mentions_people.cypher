// name:     mentions_people
// does:     Whom these mentions refer to so far.
// params:   ids: list[str]
// returns:  id: str, person: str
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
OPTIONAL MATCH (m)-[:REFERS_TO]->(p:Person)
RETURN m.id AS id, p.id AS person
