// name:     order
// does:     Writes orders; of several records the highest rank speaks, whatever the order.
// touches:  Order by rows.id, dates of Order by rows
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (n:Order {id: row.id})
WITH n, row
WHERE n.rank IS NULL OR row.rank > n.rank
SET n += row.props, n.level = row.level, n.compartments = row.compartments, n.rank = row.rank,
  n.status_at = datetime(row.props.status_at),
  n.served_at = datetime(row.props.served_at),
  n.`from` = datetime(row.props.`from`),
  n.until = datetime(row.props.until)
