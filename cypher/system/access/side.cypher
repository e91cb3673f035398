// name:     side
// does:     Says whether this person is on the suspect's side of anything, and who the victims are.
// params:   id: str
// returns:  suspect: bool, victims: list[str]
MATCH (s:Person {id: $id})
CALL (s) {
  MATCH (s)-[:SUSPECT_IN|INSTIGATED]->(i:Incident)
  OPTIONAL MATCH (i)<-[:VICTIM_OF]-(v:Person)
  RETURN v.id AS victim
  UNION
  MATCH (i:Incident)-[:POSSIBLY_BY]->(s)
  OPTIONAL MATCH (i)<-[:VICTIM_OF]-(v:Person)
  RETURN v.id AS victim
  UNION
  MATCH (s)-[:SUBJECT_OF]->(o:Order)
  OPTIONAL MATCH (o)-[:PROTECTS]->(v:Person)
  RETURN v.id AS victim
}
RETURN count(*) > 0 AS suspect, collect(DISTINCT victim) AS victims
