// name:     delivery
// does:     Notes a delivery before its rows are read; a second time changes nothing.
// touches:  nothing: no rule reads deliveries
// params:   row: map
MERGE (d:Delivery {id: $row.id})
ON CREATE SET d += $row.props, d.received_at = datetime($row.received_at), d.complete = false
