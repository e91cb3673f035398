// name:     beside
// does:     Says beside whom each of these people stands: of one household, or as who reported or
//           saw what was done to somebody.
// params:   ids: list[str]
// returns:  person: str, other: str, household: bool

// People of one home say where one of them is; so do a neighbour's address and telephone. A
// hostel or an office is no household: more than twelve people at one address are not counted.
CALL () {
  UNWIND $ids AS id
  MATCH (:Person {id: id})-[h:RELATED_TO]-(q:Person)
  WHERE h.kind IN ['lives with', 'housemate', 'partner', 'parent', 'child']
  RETURN id, q.id AS other, true AS household
  UNION
  UNWIND $ids AS id
  MATCH (:Person {id: id})-[:LIVES_AT]->(a:Address)<-[:LIVES_AT]-(q:Person)
  WITH id, a, collect(DISTINCT q.id) AS home
  WHERE size(home) <= 12
  UNWIND home AS other
  RETURN id, other, true AS household
  UNION
  UNWIND $ids AS id
  MATCH (:Person {id: id})-[:REPORTED|WITNESS_TO]->(:Incident)<-[:VICTIM_OF]-(q:Person)
  RETURN id, q.id AS other, false AS household
}
WITH id, other, household
WHERE other <> id
RETURN DISTINCT id AS person, other, household
