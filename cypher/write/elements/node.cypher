// name:     node
// does:     Writes entities; of several records the highest rank speaks, whatever the order.
// touches:  properties of {{label}} by rows.id if rows.other
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (n:{{label}} {id: row.id})
WITH n, row, n.rank IS NULL OR row.rank > n.rank AS wins
SET n += CASE WHEN wins THEN row.props ELSE {} END,
  n.level = CASE WHEN wins THEN row.level ELSE n.level END,
  n.compartments = CASE WHEN wins THEN row.compartments ELSE n.compartments END,
  n.rank = CASE WHEN wins THEN row.rank ELSE n.rank END
