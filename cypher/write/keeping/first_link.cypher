// name:     first_link
// does:     Writes links into a graph that had none: each is one that is not there.
// touches:  nothing: the night after a first load looks at everything
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (a:{{start}} {id: row.start})
MATCH (b:{{end}} {id: row.end})
CREATE (a)-[r:{{type}}]->(b)
SET r = row.props
