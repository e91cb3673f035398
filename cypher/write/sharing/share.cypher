// name:     share
// does:     Keeps that the case of whoever these mentions are was shared: with whom, what, until when.
// touches:  nothing: no rule reads shares
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (s:Share {id: row.id})
ON CREATE SET s += row
WITH s, row
UNWIND row.mentions AS mention
MATCH (m:Mention {id: mention})
MERGE (s)-[:ON]->(m)
