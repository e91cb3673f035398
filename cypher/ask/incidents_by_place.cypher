// name:     incidents_by_place
// question: At which places do incidents repeat?
// params:   since: datetime? = null, until: datetime? = null, min_incidents: int = 2, limit: int =
//           50, clearance: int
// returns:  address_id: str, place: str, postcode: str?, incidents: int, forces: list[str], first:
//           datetime?, last: datetime?, incident_ids: list[str]

// By the date of recording, [since, until); cancelled incidents never count. It begins at
// places, from nobody's side. `incident_ids` gives up to twenty, the latest first.
MATCH (a:Address)
WHERE {{> cleared a}}
CALL (a) {
  MATCH (i:Incident)-[r:AT]->(a)
  WHERE {{> cleared r}} AND {{> cleared i}} AND NOT coalesce(i.cancelled, false)
    AND ($since IS NULL OR i.recorded_at >= datetime($since))
    AND ($until IS NULL OR i.recorded_at < datetime($until))
  WITH DISTINCT i ORDER BY i.recorded_at DESC, i.id
  RETURN count(*) AS incidents, collect(i.id)[..20] AS incident_ids,
    collect(DISTINCT i.force) AS seen, min(i.recorded_at) AS first, max(i.recorded_at) AS last
}
WITH a, incidents, incident_ids, seen, first, last
WHERE incidents >= $min_incidents
CALL (seen) {
  UNWIND seen AS force
  WITH force ORDER BY force
  RETURN collect(force) AS forces
}
RETURN a.id AS address_id, coalesce(a.lines, a.id) AS place, a.postcode AS postcode, incidents,
  forces, first, last, incident_ids
ORDER BY incidents DESC, address_id
LIMIT $limit
