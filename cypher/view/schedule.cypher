// name:     schedule
// question: How may these records be handled, how are they graded, and where in which delivery do they stand?
// params:   ids: list[str], clearance: int
// returns:  id: str, force: str, kind: str, reference: str, recorded_at: datetime?, grade: list[str], handling: str, conditions: str, record_level: int, compartments: list[str], places: list[str]
UNWIND $ids AS id
MATCH (r:Record {id: id}) WHERE {{> cleared r}}
OPTIONAL MATCH (r)-[f:FROM]->(d:Delivery)
WITH r, f, d ORDER BY d.received_at, d.id
WITH r, head(collect(coalesce(f.places, []))) AS places
RETURN r.id AS id, r.force AS force, r.kind AS kind, r.reference AS reference,
  r.recorded_at AS recorded_at,
  [x IN [r.grade_source, r.grade_information, r.handling] WHERE x IS NOT NULL] AS grade,
  coalesce(r.handling, '') AS handling, coalesce(r.conditions, '') AS conditions,
  coalesce(r.level, 0) AS record_level, coalesce(r.compartments, []) AS compartments, places
ORDER BY r.recorded_at, r.id
