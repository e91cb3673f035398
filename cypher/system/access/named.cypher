// name:     named
// does:     Says whom each of these incidents, orders and records names.
// params:   nodes: list[map]
// returns:  label: str, id: str, harmed: bool, people: list[str]

// `harmed` are the victims, or whom an order protects. Of an order those alone are named, of an
// incident or a record everybody in it: an allegation made back may tell where a victim is.
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (:Incident {id: ask.id})<-[:SUSPECT_IN|INSTIGATED|WITNESS_TO|REPORTED|INVOLVED_IN]-(p:Person)
  WHERE ask.label = 'Incident'
  RETURN p, false AS harmed
  UNION
  MATCH (:Incident {id: ask.id})<-[:VICTIM_OF]-(p:Person)
  WHERE ask.label = 'Incident'
  RETURN p, true AS harmed
  UNION
  // Damage at a home names no victim, and says where it is: it is told as what was done to those
  // whom its suspect harmed.
  MATCH (i:Incident {id: ask.id})<-[:SUSPECT_IN|INSTIGATED]-(s:Person)
  WHERE ask.label = 'Incident' AND NOT EXISTS { MATCH (i)<-[:VICTIM_OF]-(:Person) }
  MATCH (s)-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(p:Person)
  WHERE p.id <> s.id
  RETURN p, true AS harmed
  UNION
  MATCH (:Order {id: ask.id})-[:PROTECTS]->(p:Person)
  WHERE ask.label = 'Order'
  RETURN p, true AS harmed
  UNION
  MATCH (:Record {id: ask.id})-[:MENTIONS]->(:Mention)-[:REFERS_TO]->(p:Person)
  WHERE ask.label = 'Record'
  RETURN p, false AS harmed
}
RETURN ask.label AS label, ask.id AS id, harmed, collect(DISTINCT p.id) AS people
