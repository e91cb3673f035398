// name:     unrefer
// does:     Parts mentions from the people they referred to; those people must be derived again.
// touches:  Person by rows.person, event of rows.mention
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (:Mention {id: row.mention})-[r:REFERS_TO]->(p:Person {id: row.person})
DELETE r
WITH DISTINCT p
MATCH (other:Mention)-[:REFERS_TO]->(p)
SET other.stale = true
