// name:     repeat_suspects
// question: Who is suspected in the most incidents?
// params:   since: datetime? = null, until: datetime? = null, min_incidents: int = 2, limit: int =
//           50, clearance: int
// returns:  person_id: str, name: str, incidents: int, victims: int, victims_at_most: int, forces:
//           list[str], possible: int, first: datetime?, last: datetime?, incident_ids: list[str],
//           possibly_same_person_ids: list[str]

// By the date of recording, [since, until); cancelled incidents never count. `victims` are the
// people who are certainly different from one another; with those whom nobody told apart they are
// `victims_at_most`. `possible` are the incidents that name the person only as possible,
// `possibly_same_person_ids` who may be the same person: what they are suspected in is not counted.
// `incident_ids` gives up to twenty, the latest first. A count, not a measure of danger.
MATCH (p:Person)
WHERE {{> cleared p}}
CALL (p) {
  MATCH (p)-[r:SUSPECT_IN|INSTIGATED]->(i:Incident)
  WHERE {{> cleared r}} AND {{> cleared i}} AND NOT coalesce(i.cancelled, false)
    AND ($since IS NULL OR i.recorded_at >= datetime($since))
    AND ($until IS NULL OR i.recorded_at < datetime($until))
  WITH i, min(CASE WHEN r.attribution = 'possible' THEN 1 ELSE 0 END) AS possible
  ORDER BY i.recorded_at DESC, i.id
  RETURN count(i) AS incidents, collect(i.id) AS ids, sum(possible) AS possible,
    collect(DISTINCT i.force) AS seen, min(i.recorded_at) AS first, max(i.recorded_at) AS last
}
WITH p, incidents, ids, possible, seen, first, last
WHERE incidents >= $min_incidents
ORDER BY incidents DESC, p.id
LIMIT $limit
CALL (p, ids) {
  UNWIND ids AS id
  MATCH (i:Incident {id: id})<-[r:VICTIM_OF]-(v:Person)
  WHERE v.id <> p.id AND {{> cleared v}} AND {{> cleared r}}
  WITH DISTINCT v.id AS whom ORDER BY whom
  RETURN collect(whom) AS victims
}
CALL (victims) {
  UNWIND victims AS id
  MATCH (v:Person {id: id})-[same:POSSIBLY_SAME]-(w:Person)
  WHERE {{> cleared same}} AND w.id IN victims
  RETURN collect({a: v.id, b: w.id}) AS doubts
}
CALL (p) {
  MATCH (p)-[same:POSSIBLY_SAME]-(o:Person)
  WHERE {{> cleared same}} AND {{> cleared o}}
  WITH DISTINCT o.id AS other ORDER BY other
  RETURN collect(other) AS others
}
// The least doubtful first, each who is possibly nobody of those before: they are at least so many.
WITH p, incidents, ids, possible, seen, first, last, victims, others, size(reduce(kept = [],
  who IN reduce(in_turn = [], n IN range(0, size(doubts)) | in_turn
    + [one IN victims WHERE size([x IN doubts WHERE x.a = one]) = n]) |
  kept + [one IN [who] WHERE NOT any(x IN doubts WHERE x.a = who AND x.b IN kept)])) AS least
CALL (seen) {
  UNWIND seen AS force
  WITH force ORDER BY force
  RETURN collect(force) AS forces
}
RETURN p.id AS person_id, coalesce(p.name, p.id) AS name, incidents, least AS victims,
  size(victims) AS victims_at_most, forces, possible, first, last, ids[..20] AS incident_ids,
  others AS possibly_same_person_ids
ORDER BY incidents DESC, person_id
