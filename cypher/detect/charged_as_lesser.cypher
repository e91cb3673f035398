// name:     charged_as_lesser
// question: Which stalking, recorded as such, was closed with the charge of an alternative offence?
// anchor:   Person as suspect
// params:   alternative: list[str] = ['1A'], full: list[str] = ['1']
// returns:  suspect_id: str, victim_id: str, closed: int, in_full: int, possible: int, incident_ids:
//           list[str], closed_at: datetime?, forces: list[str], classes: list[str], level: int
// subjects: suspect_id, victim_id
// evidence: incident_ids
// reach:    2
// wakes:    -
// flag:     Stalking charged as a lesser offence: {suspect_id} towards {victim_id}
// explain:  {closed} incidents were recorded by {forces} as {classes} and closed with the charge of
//           an alternative offence. The last of them was closed on {closed_at}.
// against:  The alternative may be what the evidence carried, or be coupled with a charge that is
//           not in these records. {in_full} other stalking incidents of theirs were charged in
//           full. Incidents that name the suspect only as possible: {possible}.
// source:   2017 joint inspection and super-complaint: stalking recorded or charged as lesser
//           offences; outcome 1A (FOI 38-25)

// An outcome is unknown before its date. Stalking is so by principal or included class.
UNWIND $anchors AS id
MATCH (s:Person {id: id})-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
WHERE NOT coalesce(i.cancelled, false)
  AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  AND i.outcome IN $alternative + $full
  AND (i.outcome_at IS NULL OR i.outcome_at <= datetime($as_of))
  AND any(c IN coalesce(i.offence_classes, [])
    WHERE any(p IN $ref.stalking WHERE c = p OR c STARTS WITH p + '/'))
MATCH (i)<-[r:VICTIM_OF]-(v:Person)
WHERE v.id <> s.id
WITH s, v, i, collect(a.attribution) AS hows,
  max(CASE WHEN a.level > r.level THEN a.level ELSE coalesce(r.level, 0) END) AS link_level
ORDER BY coalesce(i.outcome_at, i.recorded_at), i.id
WITH s, v, collect({
  id: i.id, lesser: i.outcome IN $alternative, at: i.outcome_at, force: i.force,
  classes: i.offence_classes,
  possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
  level: CASE WHEN i.level > link_level THEN i.level ELSE link_level END}) AS all_steps
WITH s, v, [x IN all_steps WHERE x.lesser] AS steps,
  size([x IN all_steps WHERE NOT x.lesser]) AS in_full
WHERE size(steps) > 0
RETURN s.id AS suspect_id, v.id AS victim_id, size(steps) AS closed, in_full,
  reduce(n = 0, x IN steps | n + x.possible) AS possible, [x IN steps | x.id] AS incident_ids,
  last([x IN steps | x.at]) AS closed_at,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  reduce(top = 0, x IN steps | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
ORDER BY suspect_id, victim_id
