// name:     arrived
// question: What came with these deliveries, as far as it may be seen, and what was refused?
// params:   ids: list[str], clearance: int
// returns:  delivery_id: str, force: str, file_name: str, records: int, refused: int

// A row that was refused has no level, and the number of them says nothing of the rest.
UNWIND $ids AS id
MATCH (d:Delivery {id: id})
CALL (d) {
  MATCH (r:Record)-[:FROM]->(d)
  RETURN sum(CASE WHEN {{> cleared r}} THEN 1 ELSE 0 END) AS records,
    sum(CASE WHEN {{> cleared r}} THEN 0 ELSE 1 END) AS above
}
WITH d, records, above
WHERE records > 0 OR above = 0
RETURN d.id AS delivery_id, d.force AS force, d.file_name AS file_name, records,
  coalesce(d.rejects, 0) AS refused
ORDER BY force, file_name, delivery_id
