// name:     settled
// does:     Says of mentions whose person is derived that nothing is left to do.
// touches:  nothing: no rule reads mentions
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted, stale: true})-[:REFERS_TO]->(p:Person)
WHERE p.level < 9
SET m.stale = false
