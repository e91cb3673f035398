// name:     revive
// does:     Ids that are in use again are retired no longer.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (r:Retired {id: wanted})
DETACH DELETE r
