// name:     subject
// does:     Ties flags to the entities that they are about.
// touches:  nothing: no rule reads flags
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (f:Flag {id: row.flag})
MATCH (n:{{end}} {id: row.id})
MERGE (f)-[:ON {as: row.role}]->(n)
