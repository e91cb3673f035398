// name:     record
// does:     Keeps records as they came, and where in the delivery each stood.
// touches:  nothing: what records say is written beside it
// params:   delivery: str, rows: list[map]
MATCH (d:Delivery {id: $delivery})
UNWIND $rows AS row
MERGE (r:Record {id: row.id})
ON CREATE SET r += row.props, r.recorded_at = datetime(row.recorded_at),
  r.status_at = datetime(row.status_at), r.served_at = datetime(row.served_at)
MERGE (r)-[f:FROM]->(d)
ON CREATE SET f.extracted_at = row.extracted_at, f.places = row.places
ON MATCH SET f.extracted_at = row.extracted_at,
  f.places = [x IN coalesce(f.places, []) WHERE NOT x IN row.places] + row.places
