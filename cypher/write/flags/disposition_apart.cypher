// name:     disposition_apart
// does:     Lets what was said of a flag count for it alone again.
// touches:  nothing: no rule reads flags
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (d:Disposition {flag: row.joined})-[o:OF]->(k:Flag {id: row.kept})
DELETE o
