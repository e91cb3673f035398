// name:     possibly_by
// does:     Writes who may have done an incident that names no suspect, how surely and why.
// touches:  links POSSIBLY_BY from Incident to Person by rows
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (i:Incident {id: row.start})
MATCH (p:Person {id: row.end})
MERGE (i)-[r:POSSIBLY_BY {key: row.key}]->(p)
SET r += row.props
