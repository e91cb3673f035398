// name:     revive
// does:     Ids that are in use again are retired no longer.
// touches:  nothing: no rule reads ids that are out of use
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (r:Retired {id: wanted})
DETACH DELETE r
