// name:     node
// does:     Writes entities; of several records the highest rank speaks, whatever the order.
// touches:  properties of {{label}} by rows.id if rows.other
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (n:{{label}} {id: row.id})
WITH n, row
WHERE n.rank IS NULL OR row.rank > n.rank
SET n += row.props, n.level = row.level, n.compartments = row.compartments, n.rank = row.rank
