// name:     employers
// does:     Which organisations one person works for, and which are victims of these suspects.
// params:   person: str, suspects: list[str]
// returns:  name: str
CALL () {
  MATCH (:Person {id: $person})-[:WORKS_FOR]->(o:Organisation)
  RETURN o
  UNION
  UNWIND $suspects AS id
  MATCH (:Person {id: id})-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(o:Organisation)
  RETURN o
}
WITH DISTINCT o WHERE o.name IS NOT NULL
RETURN o.name AS name
