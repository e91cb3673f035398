// name:     family
// question: Whose relative, in no incident either, knows most people who are in one?
// params:   limit: int = 5, together: bool = false
// returns:  person_id: str, name: str, friends: int

MATCH (p:Person)-[f:RELATED_TO]-(relative:Person)-[k:RELATED_TO]-(friend:Person)-[:INVOLVED_IN]->(i)
WHERE f.kind IN ['sibling', 'parent'] AND NOT k.kind IN ['sibling', 'parent']
  AND NOT EXISTS { MATCH (p)-[:INVOLVED_IN]->() }
  AND NOT EXISTS { MATCH (relative)-[:INVOLVED_IN]->() }
  AND (NOT $together OR EXISTS { MATCH (p)-[:LIVES_AT]->(a)<-[:LIVES_AT]-(relative) })
RETURN p.id AS person_id, p.name AS name, count(DISTINCT friend) AS friends
ORDER BY friends DESC, name
LIMIT $limit
