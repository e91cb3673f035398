// name:     records_people
// does:     Whom the mentions of these records refer to.
// params:   ids: list[str]
// returns:  mention: str, person: str
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[:MENTIONS]->(m:Mention)-[:REFERS_TO]->(p:Person)
RETURN DISTINCT m.id AS mention, p.id AS person
