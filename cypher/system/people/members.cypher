// name:     members
// does:     Every mention with the person it refers to.
// returns:  person: str, mention: str
MATCH (m:Mention)-[:REFERS_TO]->(p:Person)
RETURN p.id AS person, m.id AS mention
