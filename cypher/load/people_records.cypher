// name:     people_records
// does:     The current records that mention these people: what each holds, and whom its mentions refer to.
// params:   ids: list[str]
// returns:  content: str, mentions: list[str], people: list[str]

// A first load asks this when Neo4j's statistics know of no person yet: without the hint it would
// scan all of them for each.
UNWIND $ids AS wanted
MATCH (p:Person {id: wanted})<-[:REFERS_TO]-(:Mention)<-[:MENTIONS]-(r:Record {current: true})
USING INDEX SEEK p:Person(id)
WITH DISTINCT r
MATCH (r)-[:MENTIONS]->(m:Mention)-[:REFERS_TO]->(q:Person)
RETURN r.content AS content, collect(m.id) AS mentions, collect(q.id) AS people
