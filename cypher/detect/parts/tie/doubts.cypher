// name:     doubts
// does:     The pairs of a suspect's victims whom nobody told apart: rows {a, b, link}, each pair
//           from both sides. A rule that counts victims counts by them.
// takes:    suspect
CALL ({{suspect}}) {
  MATCH ({{suspect}})-[:SUSPECT_IN|INSTIGATED]->(met:Incident)<-[:VICTIM_OF]-(here:Person)
  MATCH (here)-[same:POSSIBLY_SAME]-(there:Person)
  MATCH (there)-[:VICTIM_OF]->(again:Incident)<-[:SUSPECT_IN|INSTIGATED]-({{suspect}})
  WITH here, there, same
  RETURN collect(DISTINCT {a: here.id, b: there.id, link: {{> cited same}}}) AS doubts
}
