// name:     reopen_node
// does:     Lets the remaining records speak for an entity anew.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (n:{{label}} {id: wanted})
SET n.rank = null
