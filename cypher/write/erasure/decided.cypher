// name:     decided
// does:     Removes what was decided or observed about what was erased.
// touches:  nothing: no rule reads what was decided
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (n:{{label}} {id: wanted})
DETACH DELETE n
