// name:     possibly_by
// does:     Writes who may have done an incident that names no suspect, how surely and why.
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (i:Incident {id: row.start})
MATCH (p:Person {id: row.end})
MERGE (i)-[r:POSSIBLY_BY {key: row.key}]->(p)
SET r += row.props
