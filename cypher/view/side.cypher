// name:     side
// question: Is this person on the suspect's side of anything, and whose victims are they?
// params:   id: str, clearance: int
// returns:  suspect: bool, victims: list[str]
MATCH (s:Person {id: $id})
CALL (s) {
  MATCH (s)-[r:SUSPECT_IN|INSTIGATED]->(i:Incident) WHERE r.level <= $clearance
  OPTIONAL MATCH (i)<-[:VICTIM_OF]-(v:Person)
  RETURN v.id AS victim
  UNION
  MATCH (i:Incident)-[:POSSIBLY_BY]->(s)
  OPTIONAL MATCH (i)<-[:VICTIM_OF]-(v:Person)
  RETURN v.id AS victim
  UNION
  MATCH (s)-[r:SUBJECT_OF]->(o:Order) WHERE r.level <= $clearance
  OPTIONAL MATCH (o)-[:PROTECTS]->(v:Person)
  RETURN v.id AS victim
}
RETURN count(*) > 0 AS suspect, collect(DISTINCT victim) AS victims
