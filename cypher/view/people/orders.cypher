// name:     orders
// question: Which orders is this person subject to, or protected by?
// params:   id: str, clearance: int
// returns:  label: str, id: str, role: str, props: map, others: list[map]
MATCH (p:Person {id: $id})
CALL (p) {
  MATCH (p)-[r:SUBJECT_OF]->(o:Order)
  WHERE {{> cleared r}} AND {{> cleared o}}
  RETURN o, type(r) AS role
  UNION
  MATCH (o:Order)-[r:PROTECTS]->(p)
  WHERE {{> cleared r}} AND {{> cleared o}}
  RETURN o, type(r) AS role
}
CALL (p, o) {
  MATCH (o)-[r:SUBJECT_OF|PROTECTS]-(q:Person)
  WHERE {{> cleared r}} AND {{> cleared q}} AND q.id <> p.id
  WITH q, r ORDER BY type(r), q.id
  RETURN collect({label: 'Person', id: q.id, name: q.name, role: type(r)}) AS others
}
RETURN 'Order' AS label, o.id AS id, role, properties(o) AS props, others
ORDER BY o.from, o.id, role
