// name:     done
// does:     Closes a delivery with its counts: rows = taken + rejects.
// touches:  nothing: no rule reads deliveries
// params:   id: str, rows: int, records: int, rejects: int
MATCH (d:Delivery {id: $id})
SET d.rows = $rows, d.records = $records, d.rejects = $rejects, d.complete = true
