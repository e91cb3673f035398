// name:     cross_force_suspect
// question: Which suspects stand in incidents of two or more forces?
// anchor:   Person as suspect
// params:   min_forces: int = 2, min_occasions: int = 2, gap_minutes: int = 60
// returns:  suspect_id: str, forces: list[str], occasions: int, incidents: int, victims: int,
//           possible: int, incident_ids: list[str], first: datetime, last: datetime, classes:
//           list[str], level: int
// subjects: suspect_id
// evidence: incident_ids
// reach:    1
// wakes:    -
// flag:     Known to {forces}: {suspect_id}
// explain:  {incidents} incidents on {occasions} separate occasions between {first} and {last},
//           recorded by {forces} as {classes}, towards {victims} people.
// against:  Incidents that name the suspect only as possible: {possible}. That the forces mean one
//           person rests on who was taken for whom: look at the mentions before anything else.
// source:   Forces see their own part only: Lancashire PCC on patterns of behaviour; the "postcode
//           lottery" (2017 joint inspection)

// One event that two forces both recorded is one occasion and flags nobody by itself. The
// person is one only as far as identity resolution says so: a shared name joins nothing here.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
  WHERE NOT coalesce(i.cancelled, false) AND i.force IS NOT NULL
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  WITH s, i, collect(a.attribution) AS hows, max(coalesce(a.level, 0)) AS actor_level
  CALL (s, i) {
    OPTIONAL MATCH (v:Person)-[r:VICTIM_OF]->(i)
    WHERE v.id <> s.id
    RETURN collect(DISTINCT v.id) AS victims, max(coalesce(r.level, 0)) AS victim_level
  }
  WITH i, hows, victims,
    CASE WHEN victim_level > actor_level THEN victim_level ELSE actor_level END AS link_level
  ORDER BY coalesce(i.occurred_to, i.occurred_from, i.recorded_at), i.id
  RETURN collect({
    id: i.id, start: i.occurred_from, end: coalesce(i.occurred_to, i.occurred_from, i.recorded_at),
    seen: coalesce(i.occurred_from, i.recorded_at), force: i.force, victims: victims,
    classes: coalesce(i.offence_classes, []),
    possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
    level: CASE WHEN i.level > link_level THEN i.level ELSE link_level END}) AS steps
}
WITH s, steps,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  reduce(a = [], x IN steps | a + [y IN x.victims WHERE NOT y IN a]) AS victims,
  reduce(a = {n: 0, end: null}, x IN steps |
    CASE WHEN a.n = 0 OR x.start >= a.end + duration({minutes: $gap_minutes})
      THEN {n: a.n + 1, end: x.end} ELSE a END).n AS occasions
WHERE size(forces) >= $min_forces AND occasions >= $min_occasions
RETURN s.id AS suspect_id, forces, occasions, size(steps) AS incidents, size(victims) AS victims,
  reduce(n = 0, x IN steps | n + x.possible) AS possible, [x IN steps | x.id] AS incident_ids,
  reduce(t = head([x IN steps | x.seen]), x IN steps |
    CASE WHEN x.seen < t THEN x.seen ELSE t END) AS first,
  last([x IN steps | x.end]) AS last, classes,
  reduce(top = 0, x IN steps | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
ORDER BY suspect_id
