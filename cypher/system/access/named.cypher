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
  // Damage where a victim of the same suspect lives, works or studies names no victim, and says
  // where that is: it is told as what was done to them.
  MATCH (i:Incident {id: ask.id})-[:AT]->(:Address)<-[:LIVES_AT|WORKS_AT|STUDIES_AT]-(p:Person)
  WHERE ask.label = 'Incident' AND NOT EXISTS { MATCH (i)<-[:VICTIM_OF]-(:Person) }
  MATCH (i)<-[:SUSPECT_IN|INSTIGATED]-(s:Person)-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(p)
  WHERE p.id <> s.id
  RETURN p, true AS harmed
  UNION
  // The same of a victim's vehicle.
  MATCH (i:Incident {id: ask.id})-[:INVOLVES]->(:Vehicle)<-[:DRIVES]-(p:Person)
  WHERE ask.label = 'Incident' AND NOT EXISTS { MATCH (i)<-[:VICTIM_OF]-(:Person) }
  MATCH (i)<-[:SUSPECT_IN|INSTIGATED]-(s:Person)-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(p)
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
