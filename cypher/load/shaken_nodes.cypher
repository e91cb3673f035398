// name:     shaken_nodes
// does:     The entities that these records support, and every other current record that does.
// params:   ids: list[str]
// returns:  label: str, id: str, others: list[str]
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[:ABOUT]->(n)
WITH DISTINCT n
OPTIONAL MATCH (other:Record)-[:ABOUT]->(n)
WHERE NOT other.id IN $ids
RETURN labels(n)[0] AS label, n.id AS id, collect(DISTINCT other.id) AS others
