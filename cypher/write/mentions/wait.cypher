// name:     wait
// does:     Lets people be derived anew from these mentions, by a version that derives them otherwise.
// touches:  Mention by ids
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
WHERE NOT m.stale
SET m.stale = true
