// name:     grades
// question: How far are the sources of these incidents and orders to be trusted, and what they say?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, grade: str
{{> asked_for}}
WITH label, n WHERE {{> cleared n}}
MATCH (r:Record)-[:ABOUT]->(n) WHERE {{> cleared r}} AND coalesce(r.current, false)
RETURN DISTINCT label, n.id AS id,
  coalesce(r.grade_source, '') + coalesce(r.grade_information, '') AS grade
ORDER BY label, id, grade
