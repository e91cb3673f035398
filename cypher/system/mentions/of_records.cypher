// name:     of_records
// does:     The mentions in these records, which records make each, and the person it refers to.
// params:   ids: list[str]
// returns:  id: str, person: str?, records: list[str]
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[:MENTIONS]->(m:Mention)
WITH DISTINCT m
MATCH (r:Record)-[:MENTIONS]->(m)
WITH m, collect(r.id) AS records
OPTIONAL MATCH (m)-[:REFERS_TO]->(p:Person)
RETURN m.id AS id, p.id AS person, records
