// name:     parts
// question: Which elements have a number, mark, handle or reference that holds one of these parts?
// params:   digits: list[str], marks: list[str], handles: list[str], references: list[str], most: int, clearance: int
// returns:  label: str, id: str, props: map
CALL () {
  MATCH (n:Phone) WHERE {{> cleared n}} AND any(x IN $digits WHERE n.id CONTAINS x)
  RETURN n ORDER BY n.id LIMIT $most
  UNION
  MATCH (n:Vehicle) WHERE {{> cleared n}} AND any(x IN $marks WHERE n.id CONTAINS x)
  RETURN n ORDER BY n.id LIMIT $most
  UNION
  MATCH (n:Account) WHERE {{> cleared n}} AND any(x IN $handles WHERE n.value CONTAINS x)
  RETURN n ORDER BY n.id LIMIT $most
  UNION
  MATCH (n:Incident) WHERE {{> cleared n}} AND any(x IN $references WHERE n.reference CONTAINS x)
  RETURN n ORDER BY n.id LIMIT $most
  UNION
  MATCH (n:Order) WHERE {{> cleared n}} AND any(x IN $references WHERE n.reference CONTAINS x)
  RETURN n ORDER BY n.id LIMIT $most
}
RETURN head(labels(n)) AS label, n.id AS id, properties(n) AS props ORDER BY label, id
