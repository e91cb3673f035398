// name:     drop_node
// does:     Removes entities that nothing supports any more.
// touches:  {{label}} by ids
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (n:{{label}} {id: wanted})
DETACH DELETE n
