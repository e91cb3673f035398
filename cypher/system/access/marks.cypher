// name:     marks
// does:     Says which of these an order protects, or an incident names as the victim's.
// params:   nodes: list[map]
// returns:  label: str, id: str, event: str, victims: list[str]

// One row for each order or incident; `victims` is empty when it names nobody.
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (n:Address {id: ask.id})<-[:PROTECTS]-(e:Order)
  WHERE ask.label = 'Address'
  RETURN e
  UNION
  MATCH (n:Phone {id: ask.id})<-[t:INVOLVES]-(e:Incident)
  WHERE ask.label = 'Phone' AND t.whose = 'victim'
  RETURN e
  UNION
  MATCH (n:Account {id: ask.id})<-[t:INVOLVES]-(e:Incident)
  WHERE ask.label = 'Account' AND t.whose = 'victim'
  RETURN e
  UNION
  MATCH (n:Vehicle {id: ask.id})<-[t:INVOLVES]-(e:Incident)
  WHERE ask.label = 'Vehicle' AND t.whose = 'victim'
  RETURN e
}
CALL (e) {
  MATCH (e)-[:PROTECTS]->(v:Person) RETURN v.id AS victim
  UNION
  MATCH (e)<-[:VICTIM_OF]-(v:Person) RETURN v.id AS victim
  UNION
  RETURN null AS victim
}
RETURN ask.label AS label, ask.id AS id, e.id AS event, collect(DISTINCT victim) AS victims
