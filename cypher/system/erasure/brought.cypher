// name:     brought
// does:     Which deliveries brought these records.
// params:   ids: list[str]
// returns:  delivery: str
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[:FROM]->(d:Delivery)
RETURN DISTINCT d.id AS delivery
ORDER BY delivery
