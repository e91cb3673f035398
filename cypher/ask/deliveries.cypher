// name:     deliveries
// question: Which deliveries are in, and how many records of each may be seen?
// params:   force: str? = null, clearance: int
// returns:  delivery_id: str, force: str, feed: str, file_name: str, extracted_at: str?,
//           received_at: datetime?, complete: bool, records: int, current: int

// A record counts only at its level, so the file's own totals are left out; a delivery of
// which nothing may be seen is not listed. `current` are the newest versions.
MATCH (d:Delivery)
WHERE $force IS NULL OR d.force = $force
CALL (d) {
  MATCH (r:Record)-[:FROM]->(d)
  WHERE {{> cleared r}}
  RETURN count(r) AS records, sum(CASE WHEN r.current THEN 1 ELSE 0 END) AS current
}
WITH d, records, current
WHERE records > 0
RETURN d.id AS delivery_id, d.force AS force, d.feed AS feed, d.file_name AS file_name,
  d.extracted_at AS extracted_at, d.received_at AS received_at,
  coalesce(d.complete, false) AS complete, records, current
ORDER BY d.received_at, delivery_id
