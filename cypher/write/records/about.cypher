// name:     about
// does:     Says which record supports which entity.
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (r:Record {id: row.record})
MATCH (n:{{label}} {id: row.id})
MERGE (r)-[:ABOUT]->(n)
