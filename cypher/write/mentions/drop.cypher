// name:     drop
// does:     Removes mentions that no record makes any more, and says that some went.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
DETACH DELETE m
WITH count(*) AS gone
MATCH (r:Resolution {id: 'last'})
SET r.went = true
