// name:     find
// does:     Deliveries by the beginning of their id, or by the name of the file.
// params:   wanted: str
// returns:  id: str, file_name: str, force: str, complete: bool, rows: int?, records: int?, rejects: int?, extracted_at: str?, mapping: str?
MATCH (d:Delivery)
WHERE d.id STARTS WITH $wanted OR d.file_name = $wanted
RETURN d.id AS id, d.file_name AS file_name, d.force AS force, d.complete AS complete,
  d.rows AS rows, d.records AS records, d.rejects AS rejects,
  d.extracted_at AS extracted_at, d.mapping AS mapping
ORDER BY id
