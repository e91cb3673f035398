// name:     mates
// does:     The pairs of these people who share a home: rows {a, b}, each pair from both sides. What
//           one of a house says or does to a neighbour, the house does.
// takes:    circle
CALL ({{circle}}) {
  CALL ({{circle}}) {
    UNWIND {{circle}} AS one
    UNWIND {{circle}} AS mate
    MATCH (one)-[tie:RELATED_TO]-(mate)
    WHERE tie.kind IN ['partner', 'lives with', 'housemate'] AND {{> known_by_then tie.first_seen}}
    RETURN one.id AS a, mate.id AS b
    UNION
    UNWIND {{circle}} AS one
    UNWIND {{circle}} AS mate
    MATCH (one)-[stays:LIVES_AT]->(home:Address)<-[stays_too:LIVES_AT]-(mate)
    WHERE {{> known_by_then stays.first_seen}} AND {{> known_by_then stays_too.first_seen}}
    RETURN one.id AS a, mate.id AS b
  }
  RETURN collect({a: a, b: b}) AS mates
}
