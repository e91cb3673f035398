// name:     named
// does:     Says whom each of these incidents, orders and records names.
// params:   nodes: list[map]
// returns:  label: str, id: str, harmed: bool, people: list[str]

// `harmed` are the victims, or whom an order protects. Of an order those alone are named, of an
// incident or a record everybody in it: an allegation made back may tell where a victim is.
CALL () {
  UNWIND [x IN $nodes WHERE x.label = 'Incident' | x.id] AS id
  MATCH (:Incident {id: id})<-[:SUSPECT_IN|INSTIGATED|WITNESS_TO|REPORTED|INVOLVED_IN]-(p:Person)
  RETURN 'Incident' AS label, id, p, false AS harmed
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Incident' | x.id] AS id
  MATCH (:Incident {id: id})<-[:VICTIM_OF]-(p:Person)
  RETURN 'Incident' AS label, id, p, true AS harmed
  UNION
  // Damage where a victim of the same suspect lives, works or studies names no victim, and says
  // where that is: it is told as what was done to them.
  UNWIND [x IN $nodes WHERE x.label = 'Incident' | x.id] AS id
  MATCH (i:Incident {id: id})-[:AT]->(:Address)<-[:LIVES_AT|WORKS_AT|STUDIES_AT]-(p:Person)
  WHERE NOT EXISTS { MATCH (i)<-[:VICTIM_OF]-(:Person) }
  MATCH (i)<-[:SUSPECT_IN|INSTIGATED]-(s:Person)-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(p)
  WHERE p.id <> s.id
  RETURN 'Incident' AS label, id, p, true AS harmed
  UNION
  // The same of a victim's vehicle.
  UNWIND [x IN $nodes WHERE x.label = 'Incident' | x.id] AS id
  MATCH (i:Incident {id: id})-[:INVOLVES]->(:Vehicle)<-[:DRIVES]-(p:Person)
  WHERE NOT EXISTS { MATCH (i)<-[:VICTIM_OF]-(:Person) }
  MATCH (i)<-[:SUSPECT_IN|INSTIGATED]-(s:Person)-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(p)
  WHERE p.id <> s.id
  RETURN 'Incident' AS label, id, p, true AS harmed
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Order' | x.id] AS id
  MATCH (:Order {id: id})-[:PROTECTS]->(p:Person)
  RETURN 'Order' AS label, id, p, true AS harmed
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Record' | x.id] AS id
  MATCH (:Record {id: id})-[:MENTIONS]->(:Mention)-[:REFERS_TO]->(p:Person)
  RETURN 'Record' AS label, id, p, false AS harmed
}
RETURN label, id, harmed, collect(DISTINCT p.id) AS people
