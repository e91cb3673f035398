// name:     drugs
// question: Who within three steps of these people is in an incident of this class?
// params:   ids: list[str], offence_class: str
// returns:  person_id: str, name: str, incidents: int

MATCH (p:Person)-[:RELATED_TO*1..3]-(q:Person)-[:INVOLVED_IN]->(i)
WHERE p.id IN $ids AND $offence_class IN i.offence_classes AND NOT q.id IN $ids
RETURN q.id AS person_id, q.name AS name, count(DISTINCT i) AS incidents
ORDER BY incidents DESC, name
