// name:  asked_for
// does:  Finds the elements of `$nodes`, each a map of its label and id: `label` and `n` of each.
CALL () {
  UNWIND [_x IN $nodes WHERE _x.label = 'Person' | _x.id] AS id MATCH (n:Person {id: id})
  RETURN 'Person' AS label, n
  UNION ALL
  UNWIND [_x IN $nodes WHERE _x.label = 'Organisation' | _x.id] AS id MATCH (n:Organisation {id: id})
  RETURN 'Organisation' AS label, n
  UNION ALL
  UNWIND [_x IN $nodes WHERE _x.label = 'Address' | _x.id] AS id MATCH (n:Address {id: id})
  RETURN 'Address' AS label, n
  UNION ALL
  UNWIND [_x IN $nodes WHERE _x.label = 'Vehicle' | _x.id] AS id MATCH (n:Vehicle {id: id})
  RETURN 'Vehicle' AS label, n
  UNION ALL
  UNWIND [_x IN $nodes WHERE _x.label = 'Phone' | _x.id] AS id MATCH (n:Phone {id: id})
  RETURN 'Phone' AS label, n
  UNION ALL
  UNWIND [_x IN $nodes WHERE _x.label = 'Account' | _x.id] AS id MATCH (n:Account {id: id})
  RETURN 'Account' AS label, n
  UNION ALL
  UNWIND [_x IN $nodes WHERE _x.label = 'Incident' | _x.id] AS id MATCH (n:Incident {id: id})
  RETURN 'Incident' AS label, n
  UNION ALL
  UNWIND [_x IN $nodes WHERE _x.label = 'Order' | _x.id] AS id MATCH (n:Order {id: id})
  RETURN 'Order' AS label, n
}
