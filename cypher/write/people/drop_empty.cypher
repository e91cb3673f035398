// name:     drop_empty
// does:     Removes people that no mention refers to any more.
// touches:  Person by ids
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (p:Person {id: wanted})
WHERE NOT EXISTS { (:Mention)-[:REFERS_TO]->(p) }
DETACH DELETE p
