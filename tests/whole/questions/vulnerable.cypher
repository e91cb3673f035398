// name:     vulnerable
// question: Who is in no incident, and knows most people who are?
// params:   kinds: list[str] = ['acquaintance'], limit: int = 5
// returns:  person_id: str, name: str, friends: int

MATCH (p:Person)-[r:RELATED_TO]-(friend:Person)-[:INVOLVED_IN]->(i)
WHERE r.kind IN $kinds AND NOT EXISTS { MATCH (p)-[:INVOLVED_IN]->() }
RETURN p.id AS person_id, p.name AS name, count(DISTINCT friend) AS friends
ORDER BY friends DESC, name
LIMIT $limit
