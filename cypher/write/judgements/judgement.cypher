// name:     judgement
// does:     Keeps what people said of two mentions, which must then be decided again.
// touches:  Mention by rows.a, Mention by rows.b
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (a:Mention {id: row.a})
MATCH (b:Mention {id: row.b})
MERGE (j:Judgement {id: row.id})
ON CREATE SET j.a = row.a, j.b = row.b, j.same = row.same, j.who = row.who, j.at = row.at,
  j.why = row.why
MERGE (j)-[:ON]->(a)
MERGE (j)-[:ON]->(b)
SET a.stale = true, b.stale = true
