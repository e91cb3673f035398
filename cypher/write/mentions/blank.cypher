// name:     blank
// does:     Takes the wording back from the mentions of these records; their people must be decided again.
// touches:  Record by ids
// params:   ids: list[str], blank: map
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[:MENTIONS]->(m:Mention)
SET m += $blank, m.stale = true
