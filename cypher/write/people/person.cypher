// name:     person
// does:     Writes what is known of people, and says that they are derived.
// touches:  nothing: no rule reads what is known of a person
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (p:Person {id: row.id})
SET p = row.props
WITH p
MATCH (m:Mention)-[:REFERS_TO]->(p)
SET m.stale = false
