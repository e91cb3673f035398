// name:     grades
// question: How far are the sources of these incidents and orders to be trusted, and what they say?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, grade: str
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (n:Incident {id: ask.id}) WHERE ask.label = 'Incident' RETURN n
  UNION ALL
  MATCH (n:Order {id: ask.id}) WHERE ask.label = 'Order' RETURN n
}
WITH ask, n WHERE {{> cleared n}}
MATCH (r:Record)-[:ABOUT]->(n) WHERE {{> cleared r}} AND coalesce(r.current, false)
RETURN DISTINCT ask.label AS label, ask.id AS id,
  coalesce(r.grade_source, '') + coalesce(r.grade_information, '') AS grade
ORDER BY label, id, grade
