// name:     mention
// does:     Writes people as written in one record; the version that supports the graph gives the wording.
// touches:  Mention by rows.id
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (r:Record {id: row.record})
MERGE (m:Mention {id: row.id})
SET m += row.props, m.stale = true
MERGE (r)-[:MENTIONS {role: row.role}]->(m)
