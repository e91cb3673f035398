// name:     reopen_node
// does:     Lets the remaining records speak for an entity anew.
// touches:  properties of {{label}} by ids
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (n:{{label}} {id: wanted})
SET n.rank = null
