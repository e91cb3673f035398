// name:     side
// does:     Says whom each of these people is said to have harmed, or is kept from by an order;
//           `unnamed` when it is not said whom. Of whom nothing is said there is no row.
// params:   ids: list[str]
// returns:  person: str, unnamed: bool, victims: list[str]
UNWIND $ids AS id
MATCH (s:Person {id: id})
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
RETURN s.id AS person, count(CASE WHEN victim IS NULL THEN 1 ELSE null END) > 0 AS unnamed,
  collect(DISTINCT victim) AS victims
