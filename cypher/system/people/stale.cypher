// name:     stale
// does:     People that wait to be derived, each with a stale mention.
// returns:  person: str, mention: str
MATCH (m:Mention {stale: true})-[:REFERS_TO]->(p:Person)
RETURN p.id AS person, m.id AS mention
