// name:     local
// question: Which friends who are in an incident live in the same area?
// params:   id: str
// returns:  name: str, area: str, incidents: int

MATCH (p:Person {id: $id})-[k:RELATED_TO]-(friend:Person)-[:INVOLVED_IN]->(i)
MATCH (p)-[:LIVES_AT]->(a), (friend)-[:LIVES_AT]->(b)
WHERE split(a.postcode, ' ')[0] = split(b.postcode, ' ')[0]
RETURN friend.name AS name, split(b.postcode, ' ')[0] AS area, count(DISTINCT i) AS incidents
