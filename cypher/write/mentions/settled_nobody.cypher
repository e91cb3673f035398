// name:     settled_nobody
// does:     Says that mentions which refer to nobody are decided.
// touches:  nothing: no rule reads mentions
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
WHERE NOT EXISTS { (m)-[:REFERS_TO]->(:Person) }
SET m.stale = false
