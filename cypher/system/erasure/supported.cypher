// name:     supported
// does:     What these records support, and all that support it.
// params:   ids: list[str]
// returns:  id: str, records: list[str]
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[:ABOUT]->(n)
WITH DISTINCT n
MATCH (r:Record)-[:ABOUT]->(n)
RETURN n.id AS id, collect(DISTINCT r.id) AS records
