// name:     people_records
// does:     The current records that mention these people.
// params:   ids: list[str]
// returns:  id: str

// A first load asks this when Neo4j's statistics know of no person yet: without the hint it would
// scan all of them for each.
UNWIND $ids AS wanted
MATCH (p:Person {id: wanted})<-[:REFERS_TO]-(:Mention)<-[:MENTIONS]-(r:Record {current: true})
USING INDEX SEEK p:Person(id)
RETURN DISTINCT r.id AS id
