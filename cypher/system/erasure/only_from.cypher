// name:     only_from
// does:     The records that this delivery alone brought.
// params:   id: str
// returns:  id: str
MATCH (d:Delivery {id: $id})<-[:FROM]-(r:Record)
WHERE NOT EXISTS { MATCH (r)-[:FROM]->(o:Delivery) WHERE o.id <> $id }
RETURN r.id AS id
ORDER BY id
