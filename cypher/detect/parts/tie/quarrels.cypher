// name:     quarrels
// does:     The accusations among a suspect's neighbours and theirs, in which every house names
//           somebody and is named: rows {accused, by, id}. Neighbours are those of whom a record
//           says so. What is recorded as stalking is no quarrel, and a house that only names, or is
//           only named, is party to none: taken off until nobody is left of those.
// takes:    suspect
CALL ({{suspect}}) {
  MATCH ({{suspect}})-[near:RELATED_TO]-(n:Person)
  WHERE near.kind = 'neighbour' AND {{> known_by_then near.first_seen}}
  MATCH (n)-[next:RELATED_TO]-(m:Person)
  WHERE next.kind = 'neighbour' AND {{> known_by_then next.first_seen}}
  UNWIND [n, m] AS one
  WITH collect(DISTINCT one) AS circle
  {{> mates circle}}
  UNWIND circle AS accused
  MATCH (accused)-[:SUSPECT_IN]->(j:Incident)<-[:VICTIM_OF]-(by:Person)
  WHERE by.id <> accused.id AND {{> counts j}} AND NOT {{> of_group j.offence_classes stalking}}
    AND any(one IN circle WHERE one.id = by.id)
  WITH mates, accused.id AS who, by.id AS whose, j.id AS incident
  WHERE NOT {{> one_house who whose}}
  WITH mates, collect(DISTINCT {accused: who, by: whose, id: incident}) AS named
  WITH reduce(left = named, turn IN range(1, 6) | [x IN left WHERE
    any(y IN left WHERE {{> one_house y.by x.accused}})
    AND any(y IN left WHERE {{> one_house y.accused x.by}})]) AS ring
  RETURN reduce(a = [], x IN collect(ring) | a + x) AS quarrels
}
