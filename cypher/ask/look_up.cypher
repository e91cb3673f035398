// name:     look_up
// question: Which person, thing, place, incident or order has exactly this id, number, mark or
//           reference?
// params:   value: str, clearance: int
// returns:  label: str, id: str, name: str, level: int, record_ids: list[str]

// Exact: an id, a phone as +44…, a registration mark folded, a postcode or UPRN, a force's
// reference. `throughline search` finds names and numbers as people write them.
CALL () {
  MATCH (n:Person {id: $value}) RETURN n, 'Person' AS label, n.name AS name
  UNION
  MATCH (n:Organisation {id: $value}) RETURN n, 'Organisation' AS label, n.name AS name
  UNION
  MATCH (n:Address {id: $value}) RETURN n, 'Address' AS label, n.lines AS name
  UNION
  MATCH (n:Address {postcode: $value}) RETURN n, 'Address' AS label, n.lines AS name
  UNION
  MATCH (n:Address {uprn: $value}) RETURN n, 'Address' AS label, n.lines AS name
  UNION
  MATCH (n:Vehicle {id: $value}) RETURN n, 'Vehicle' AS label, n.vrm AS name
  UNION
  MATCH (n:Phone {id: $value}) RETURN n, 'Phone' AS label, n.id AS name
  UNION
  MATCH (n:Account {id: $value}) RETURN n, 'Account' AS label, n.value AS name
  UNION
  MATCH (n:Incident {id: $value}) RETURN n, 'Incident' AS label, n.force + ' ' + n.reference AS name
  UNION
  MATCH (n:Incident {reference: $value})
  RETURN n, 'Incident' AS label, n.force + ' ' + n.reference AS name
  UNION
  MATCH (n:Order {id: $value}) RETURN n, 'Order' AS label, n.kind + ' ' + n.reference AS name
  UNION
  MATCH (n:Order {reference: $value}) RETURN n, 'Order' AS label, n.kind + ' ' + n.reference AS name
}
WITH n, label, name
WHERE {{> cleared n}}
CALL (n) {
  OPTIONAL MATCH (r:Record)-[:ABOUT]->(n)
  WHERE {{> cleared r}}
  WITH r.id AS record ORDER BY record
  RETURN collect(record)[..50] AS record_ids
}
RETURN label, n.id AS id, coalesce(name, n.id) AS name, n.level AS level, record_ids
ORDER BY label, id
