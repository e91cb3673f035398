// name:     flags
// does:     The flags that stand on any of these records: about whom, on what they rest, who may see them.
// params:   records: list[str]
// returns:  id: str, rule: str, state: str, level: int, compartments: list[str],
//           raised_at: datetime, subjects: list[str], labels: list[str], rests_on: list[str]

// `rests_on` are keys of records, so that a version that no longer speaks is not told apart.
UNWIND $records AS id
MATCH (:Record {id: id})<-[:CITES]-(f:Flag)
WHERE NOT f.state IN ['withdrawn', 'dismissed']
WITH DISTINCT f
CALL (f) {
  MATCH (f)-[:CITES]->(r:Record)
  RETURN collect(DISTINCT r.key) AS rests_on
}
RETURN f.id AS id, f.rule AS rule, f.state AS state, f.level AS level,
  coalesce(f.compartments, []) AS compartments, f.raised_at AS raised_at,
  f.subjects AS subjects, coalesce(f.subject_labels, []) AS labels, rests_on
ORDER BY raised_at, id
