// name:     others
// does:     How those are written whom what is shared of one person must not name or place, and the person.
// params:   person: str, suspects: list[str]
// returns:  person: str, name: str?, forename: str?, surname: str?, other_names: list[str],
//           streets: list[str], localities: list[str]

// They are the suspects, whom they harmed or are kept from by an order, who is related to any of
// them, who lives with the person, and whoever is named in a record with them.
CALL () {
  UNWIND $suspects + [$person] AS id
  MATCH (v:Person {id: id})
  RETURN v
  UNION
  UNWIND $suspects AS id
  MATCH (:Person {id: id})-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(v:Person)
  RETURN v
  UNION
  UNWIND $suspects AS id
  MATCH (:Person {id: id})<-[:POSSIBLY_BY]-(:Incident)<-[:VICTIM_OF]-(v:Person)
  RETURN v
  UNION
  UNWIND $suspects AS id
  MATCH (:Person {id: id})-[:SUBJECT_OF]->(:Order)-[:PROTECTS]->(v:Person)
  RETURN v
  UNION
  UNWIND $suspects + [$person] AS id
  MATCH (:Person {id: id})-[:RELATED_TO]-(v:Person)
  RETURN v
  UNION
  MATCH (:Person {id: $person})-[:LIVES_AT]->(:Address)<-[:LIVES_AT]-(v:Person)
  RETURN v
  UNION
  MATCH (:Person {id: $person})<-[:REFERS_TO]-(:Mention)<-[:MENTIONS]-(r:Record)
  MATCH (r)-[:MENTIONS]->(:Mention)-[:REFERS_TO]->(v:Person)
  RETURN v
}
WITH DISTINCT v
MATCH (v)<-[:REFERS_TO]-(m:Mention)
RETURN v.id AS person, m.name AS name, m.forename AS forename, m.surname AS surname,
  coalesce(m.other_names, []) AS other_names, coalesce(m.streets, []) AS streets,
  coalesce(m.localities, []) AS localities
