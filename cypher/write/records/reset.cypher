// name:     reset
// does:     Forgets which versions of these records support the graph.
// touches:  nothing: what records say is written beside it
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (r:Record {id: wanted})
SET r.current = false
