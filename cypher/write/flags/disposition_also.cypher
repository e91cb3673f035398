// name:     disposition_also
// does:     Lets what was said of a flag count as said of the flag that it was joined with, too.
// touches:  nothing: no rule reads flags
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (f:Flag {id: row.joined})<-[:OF]-(d:Disposition)
MATCH (k:Flag {id: row.kept})
MERGE (d)-[:OF]->(k)
