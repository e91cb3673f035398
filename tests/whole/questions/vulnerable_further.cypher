// name:     vulnerable_further
// question: Who is in no incident, and knows most people who are, or who know somebody?
// params:   limit: int = 5
// returns:  person_id: str, name: str, friends: int

MATCH (p:Person)-[:RELATED_TO*1..2]-(friend:Person)-[:INVOLVED_IN]->(i)
WHERE NOT EXISTS { MATCH (p)-[:INVOLVED_IN]->() }
RETURN p.id AS person_id, p.name AS name, count(DISTINCT friend) AS friends
ORDER BY friends DESC, name
LIMIT $limit
