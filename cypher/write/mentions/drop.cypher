// name:     drop
// does:     Removes mentions that no record makes any more, and says that some went.
// touches:  nothing: people part from their mentions beside it
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
DETACH DELETE m
WITH count(*) AS gone
MATCH (r:Resolution {id: 'last'})
SET r.went = true
