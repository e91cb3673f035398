// name:     explore_records
// question: What do these records say, how are they graded, and which delivery brought them?
// params:   ids: list[str], clearance: int
// returns:  id: str, props: map, delivery: map?
UNWIND $ids AS id
MATCH (r:Record {id: id}) WHERE r.level <= $clearance
OPTIONAL MATCH (r)-[:FROM]->(d:Delivery)
WITH r, d ORDER BY d.received_at, d.id
WITH r, head(collect(CASE WHEN d IS NULL THEN null ELSE properties(d) END)) AS delivery
RETURN r.id AS id, properties(r) AS props, delivery
ORDER BY r.recorded_at, r.id
