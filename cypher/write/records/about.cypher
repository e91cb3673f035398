// name:     about
// does:     Says which record supports which entity.
// touches:  nothing: what records say is written beside it
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (r:Record {id: row.record})
MATCH (n:{{label}} {id: row.id})
MERGE (r)-[:ABOUT]->(n)
