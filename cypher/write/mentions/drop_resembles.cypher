// name:     drop_resembles
// does:     Removes scored links that the matching rule no longer gives.
// touches:  nothing: no rule reads mentions
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (:Mention {id: row.a})-[r:RESEMBLES]->(:Mention {id: row.b})
DELETE r
