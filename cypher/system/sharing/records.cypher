// name:     records
// does:     The current records that make these mentions, to whom each refers, and who else is named there.
// params:   mentions: list[str]
// returns:  mention: str, person: str?, record: str, parties: list[map]

// A party is {mention, person}; one that refers to nobody has no person.
UNWIND $mentions AS id
MATCH (m:Mention {id: id})<-[:MENTIONS]-(r:Record {current: true})
OPTIONAL MATCH (m)-[:REFERS_TO]->(p:Person)
CALL (r) {
  MATCH (r)-[:MENTIONS]->(o:Mention)
  OPTIONAL MATCH (o)-[:REFERS_TO]->(q:Person)
  RETURN collect(DISTINCT {mention: o.id, person: q.id}) AS parties
}
RETURN DISTINCT m.id AS mention, p.id AS person, r.id AS record, parties
ORDER BY record, mention
