// name:     current
// does:     Marks which version of a record supports the graph.
// touches:  nothing: what records say is written beside it
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (r:Record {id: row.id})
SET r.current = row.current
