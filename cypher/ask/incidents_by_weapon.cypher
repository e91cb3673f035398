// name:     incidents_by_weapon
// question: With which weapons were incidents of each offence class recorded?
// params:   since: datetime? = null, until: datetime? = null, clearance: int
// returns:  weapon: str, offence_class: str, incidents: int, forces: list[str],
//           last: datetime?, incident_ids: list[str]

// By the date of recording, [since, until), the principal class alone; cancelled ones never.
// Words are compared without regard to case. An incident of which no weapon was delivered is
// not counted: that is no word on whether there was one. `incident_ids` gives up to twenty.
MATCH (i:Incident)
WHERE {{> cleared i}} AND NOT coalesce(i.cancelled, false) AND i.weapon IS NOT NULL
  AND ($since IS NULL OR i.recorded_at >= datetime($since))
  AND ($until IS NULL OR i.recorded_at < datetime($until))
WITH toLower(i.weapon) AS weapon,
  coalesce(head(i.offence_classes), 'none stated') AS offence_class,
  i.id AS id, i.force AS force, i.recorded_at AS at
ORDER BY id
WITH weapon, offence_class, count(*) AS incidents, collect(DISTINCT force) AS forces,
  max(at) AS last, collect(id)[..20] AS incident_ids
RETURN weapon, offence_class, incidents, forces, last, incident_ids
ORDER BY incidents DESC, weapon, offence_class
