// name:     settled
// does:     Says of mentions that kept their person, and whose person is derived, that nothing is left.
// touches:  nothing: no rule reads mentions
MATCH (m:Mention {stale: true})-[:REFERS_TO]->(p:Person)
WHERE p.level < 9
SET m.stale = false
