// name:     drop
// does:     Removes a delivery that no record comes from any more.
// touches:  nothing: no rule reads deliveries
// params:   id: str
MATCH (d:Delivery {id: $id})
WHERE NOT EXISTS { (:Record)-[:FROM]->(d) }
DETACH DELETE d
