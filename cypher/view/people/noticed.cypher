// name:     noticed
// question: For what did each suspect come to notice, how often, and when last?
// params:   clearance: int
// returns:  person_id: str, name: str?, birth: str?, offence_class: str, crimed: bool, incidents: int, last: datetime

// A cancelled incident is no notice. Of one that says nothing of a class something is held all the same.
MATCH (p:Person)-[r:SUSPECT_IN]->(i:Incident)
WHERE {{> cleared p}} AND {{> cleared r}} AND {{> cleared i}} AND NOT coalesce(i.cancelled, false)
  AND i.recorded_at IS NOT NULL
WITH p, i, coalesce(i.occurred_from, i.recorded_at) AS at,
  CASE WHEN size(coalesce(i.offence_classes, [])) = 0 THEN [''] ELSE i.offence_classes END AS classes
UNWIND classes AS offence_class
RETURN p.id AS person_id, p.name AS name, p.birth AS birth, offence_class,
  coalesce(i.crimed, true) AS crimed, count(DISTINCT i) AS incidents, max(at) AS last
ORDER BY person_id, offence_class, crimed
