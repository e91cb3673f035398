// name:     household
// does:     The ids of those who share somebody's household, but of nobody towards whom that
//           somebody is a suspect: a suspect who lives with the victim does not use a number as
//           her family would.
// takes:    person
CALL ({{person}}) {
  CALL ({{person}}) {
    MATCH ({{person}})-[tie:RELATED_TO]-(mate:Person)
    WHERE {{> close_tie tie}}
    RETURN mate
    UNION
    MATCH ({{person}})-[:LIVES_AT]->(:Address)<-[:LIVES_AT]-(mate:Person)
    RETURN mate
  }
  WITH {{person}}, mate
  WHERE NOT EXISTS { MATCH ({{person}})-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(mate) }
  RETURN collect(DISTINCT mate.id) AS household
}
