// name:     evidence
// does:     Ties flags to the records that they rest on.
// touches:  nothing: no rule reads flags
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (f:Flag {id: row.flag})
MATCH (r:Record {id: row.record})
MERGE (f)-[:CITES]->(r)
