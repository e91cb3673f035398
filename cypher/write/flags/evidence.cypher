// name:     evidence
// does:     Ties flags to the records that they rest on.
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (f:Flag {id: row.flag})
MATCH (r:Record {id: row.record})
MERGE (f)-[:CITES]->(r)
