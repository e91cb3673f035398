// name:     drop_resembles_of
// does:     Removes every scored link of mentions that say nothing any more.
// touches:  nothing: no rule reads mentions
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (:Mention {id: wanted})-[r:RESEMBLES]-(:Mention)
DELETE r
