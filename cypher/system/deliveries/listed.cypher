// name:     listed
// does:     Gives the latest deliveries with how many rows were taken and refused.
// params:   most: int
// returns:  id: str, force: str, feed: str?, file_name: str, received_at: datetime?, extracted_at: str?, rows: int?, records: int?, rejects: int?, complete: bool
MATCH (d:Delivery)
RETURN d.id AS id, coalesce(d.force, '') AS force, d.feed AS feed,
  coalesce(d.file_name, '') AS file_name,
  d.received_at AS received_at, d.extracted_at AS extracted_at, d.rows AS rows,
  d.records AS records, d.rejects AS rejects, coalesce(d.complete, false) AS complete
ORDER BY received_at DESC, id
LIMIT $most
