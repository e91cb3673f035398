// name:     waiting
// does:     Which of these mentions, of mentions in these records and of these people wait to be decided.
// params:   mentions: list[str], records: list[str], people: list[str]
// returns:  id: str
CALL () {
  UNWIND $mentions AS wanted
  MATCH (m:Mention {id: wanted})
  RETURN m
  UNION
  UNWIND $records AS wanted
  MATCH (:Record {id: wanted})-[:MENTIONS]->(m:Mention)
  RETURN m
  UNION
  UNWIND $people AS wanted
  MATCH (:Person {id: wanted})<-[:REFERS_TO]-(m:Mention)
  RETURN m
}
WITH m
WHERE m.stale
RETURN DISTINCT m.id AS id
