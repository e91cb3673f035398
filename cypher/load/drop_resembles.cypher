// name:     drop_resembles
// does:     Removes the scored links of mentions that are scored again.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (:Mention {id: wanted})-[r:RESEMBLES]-()
DELETE r
