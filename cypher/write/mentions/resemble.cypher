// name:     resemble
// does:     Keeps the scored links between mentions: what each comparison says, and what proposed them.
// touches:  nothing: no rule reads mentions
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (a:Mention {id: row.a})
MATCH (b:Mention {id: row.b})
MERGE (a)-[r:RESEMBLES]->(b)
SET r.weight = row.weight, r.rule = row.rule, r.model = row.model, r.levels = row.levels,
  r.bits = row.bits, r.doubt = row.doubt
