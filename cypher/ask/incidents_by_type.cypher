// name:     incidents_by_type
// question: How many incidents of each offence class did each force record?
// params:   since: datetime? = null, until: datetime? = null, clearance: int
// returns:  offence_class: str, force: str, incidents: int, as_principal: int, first: datetime?,
//           last: datetime?, incident_ids: list[str]

// By the date of recording, [since, until). An incident counts once under each of its
// classes, included ones too; cancelled ones never. `incident_ids` gives up to twenty.
// Counts from before and after a change of the recording rules are not comparable.
MATCH (i:Incident)
WHERE {{> cleared i}} AND NOT coalesce(i.cancelled, false) AND i.force IS NOT NULL
  AND ($since IS NULL OR i.recorded_at >= datetime($since))
  AND ($until IS NULL OR i.recorded_at < datetime($until))
UNWIND CASE WHEN size(coalesce(i.offence_classes, [])) = 0 THEN ['none stated']
  ELSE i.offence_classes END AS offence_class
WITH DISTINCT i, offence_class,
  coalesce(head(i.offence_classes), 'none stated') = offence_class AS principal
WITH offence_class, i.force AS force, i.id AS id, i.recorded_at AS at, principal ORDER BY id
RETURN offence_class, force, count(*) AS incidents,
  sum(CASE WHEN principal THEN 1 ELSE 0 END) AS as_principal,
  min(at) AS first, max(at) AS last, collect(id)[..20] AS incident_ids
ORDER BY incidents DESC, offence_class, force
