// name:     records
// does:     The current records that hold these mentions: what each says, and whom its mentions refer to.
// params:   ids: list[str]
// returns:  content: str, mentions: list[str], people: list[str]

// A first load asks this when Neo4j's statistics know of no mention yet: without the hint it would
// scan all of them for each.
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})<-[:MENTIONS]-(r:Record {current: true})
USING INDEX SEEK m:Mention(id)
WITH DISTINCT r
CALL (r) {
  MATCH (r)-[:MENTIONS]->(told:Mention)-[:REFERS_TO]->(p:Person)
  RETURN collect(told.id) AS mentions, collect(p.id) AS people
}
RETURN r.content AS content, mentions, people
