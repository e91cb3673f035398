// name:     marks
// does:     Says which of these an order protects, or an incident names as the victim's.
// params:   nodes: list[map]
// returns:  label: str, id: str, event: str, victims: list[str]

// One row for each order or incident; `victims` is empty when it names nobody.
CALL () {
  UNWIND [x IN $nodes WHERE x.label = 'Address' | x.id] AS id
  MATCH (n:Address {id: id})<-[:PROTECTS]-(e:Order)
  RETURN 'Address' AS label, id, e
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Phone' | x.id] AS id
  MATCH (n:Phone {id: id})<-[t:INVOLVES]-(e:Incident)
  WHERE t.whose = 'victim'
  RETURN 'Phone' AS label, id, e
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Account' | x.id] AS id
  MATCH (n:Account {id: id})<-[t:INVOLVES]-(e:Incident)
  WHERE t.whose = 'victim'
  RETURN 'Account' AS label, id, e
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Vehicle' | x.id] AS id
  MATCH (n:Vehicle {id: id})<-[t:INVOLVES]-(e:Incident)
  WHERE t.whose = 'victim'
  RETURN 'Vehicle' AS label, id, e
}
CALL (e) {
  MATCH (e)-[:PROTECTS]->(v:Person) RETURN v.id AS victim
  UNION
  MATCH (e)<-[:VICTIM_OF]-(v:Person) RETURN v.id AS victim
  UNION
  RETURN null AS victim
}
RETURN label, id, e.id AS event, collect(DISTINCT victim) AS victims
