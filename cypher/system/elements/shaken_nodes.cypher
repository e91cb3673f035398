// name:     shaken_nodes
// does:     The entities that these records support, what speaks for each, and every other record that supports it.
// params:   ids: list[str]
// returns:  label: str, id: str, rank: str?, others: list[str]
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[:ABOUT]->(n)
WITH DISTINCT n
OPTIONAL MATCH (other:Record)-[:ABOUT]->(n)
WHERE NOT other.id IN $ids
RETURN labels(n)[0] AS label, n.id AS id, n.rank AS rank, collect(DISTINCT other.id) AS others
