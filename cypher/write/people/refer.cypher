// name:     refer
// does:     Lets mentions refer to people; they stay stale until the person is derived.
// touches:  Person by rows.person if rows.left, event of rows.mention, Mention by rows.mention
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (m:Mention {id: row.mention})
MERGE (p:Person {id: row.person})
ON CREATE SET p.level = 9
MERGE (m)-[:REFERS_TO]->(p)
WITH m
WHERE NOT m.stale
SET m.stale = true
