// name:     shaken_links
// does:     The links that lose a support when these records stop speaking, and who else supports them.
// params:   ids: list[str]
// returns:  type: str, start_label: str, start: str, end_label: str, end: str, key: str, records: list[str]
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[:ABOUT]->(a)-[r]->(b)
WHERE wanted IN r.records
RETURN DISTINCT type(r) AS type, labels(a)[0] AS start_label, a.id AS start,
  labels(b)[0] AS end_label, b.id AS end, r.key AS key, r.records AS records
