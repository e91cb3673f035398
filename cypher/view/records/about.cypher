// name:     about
// question: Which records support this element?
// params:   label: str, id: str, clearance: int
// returns:  label: str, id: str, record: str
CALL () {
  MATCH (n:Person {id: $id}) WHERE $label = 'Person' RETURN n
  UNION ALL
  MATCH (n:Organisation {id: $id}) WHERE $label = 'Organisation' RETURN n
  UNION ALL
  MATCH (n:Address {id: $id}) WHERE $label = 'Address' RETURN n
  UNION ALL
  MATCH (n:Vehicle {id: $id}) WHERE $label = 'Vehicle' RETURN n
  UNION ALL
  MATCH (n:Phone {id: $id}) WHERE $label = 'Phone' RETURN n
  UNION ALL
  MATCH (n:Account {id: $id}) WHERE $label = 'Account' RETURN n
  UNION ALL
  MATCH (n:Incident {id: $id}) WHERE $label = 'Incident' RETURN n
  UNION ALL
  MATCH (n:Order {id: $id}) WHERE $label = 'Order' RETURN n
}
WITH n WHERE {{> cleared n}}
MATCH (r:Record)-[:ABOUT]->(n) WHERE {{> cleared r}}
RETURN DISTINCT $label AS label, $id AS id, r.id AS record ORDER BY record
