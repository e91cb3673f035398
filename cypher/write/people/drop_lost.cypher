// name:     drop_lost
// does:     Removes every person that no mention refers to.
// touches:  everything
MATCH (p:Person)
WHERE NOT EXISTS { (:Mention)-[:REFERS_TO]->(p) }
DETACH DELETE p
