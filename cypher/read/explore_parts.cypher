// name:     explore_parts
// question: Which elements have a number, mark, handle or reference that holds this part?
// params:   digits: str, mark: str, handle: str, reference: str, most: int, clearance: int
// returns:  label: str, id: str, props: map
CALL () {
  MATCH (n:Phone) WHERE $digits <> '' AND n.id CONTAINS $digits RETURN n
  UNION
  MATCH (n:Vehicle) WHERE $mark <> '' AND n.id CONTAINS $mark RETURN n
  UNION
  MATCH (n:Account) WHERE $handle <> '' AND n.value CONTAINS $handle RETURN n
  UNION
  MATCH (n:Incident) WHERE $reference <> '' AND n.reference CONTAINS $reference RETURN n
}
WITH n WHERE n.level <= $clearance
RETURN head(labels(n)) AS label, n.id AS id, properties(n) AS props ORDER BY label, id LIMIT $most
