// name:     reopen_node
// does:     Lets the remaining records speak for an entity anew.
// touches:  nothing: what speaks for it from now on is written beside it
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (n:{{label}} {id: wanted})
SET n.rank = null
