// name:     sole
// does:     Which of these records no other delivery carries.
// params:   delivery: str, ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (r:Record {id: wanted})
WHERE NOT EXISTS { MATCH (r)-[:FROM]->(d:Delivery) WHERE d.id <> $delivery }
RETURN r.id AS id
