// name:     named
// does:     Says whom each of these incidents, orders and records names as harmed or protected, or
//           at all.
// params:   nodes: list[map]
// returns:  label: str, id: str, people: list[str]

// Of an incident its victims, of an order the people it protects, of a record everybody in it.
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (:Incident {id: ask.id})<-[:VICTIM_OF]-(p:Person) WHERE ask.label = 'Incident' RETURN p
  UNION
  MATCH (:Order {id: ask.id})-[:PROTECTS]->(p:Person) WHERE ask.label = 'Order' RETURN p
  UNION
  MATCH (:Record {id: ask.id})-[:MENTIONS]->(:Mention)-[:REFERS_TO]->(p:Person)
  WHERE ask.label = 'Record'
  RETURN p
}
RETURN ask.label AS label, ask.id AS id, collect(DISTINCT p.id) AS people
