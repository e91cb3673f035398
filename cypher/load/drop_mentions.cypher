// name:     drop_mentions
// does:     Removes mentions that no record makes any more.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
DETACH DELETE m
