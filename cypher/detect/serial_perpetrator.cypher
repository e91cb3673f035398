// name:     serial_perpetrator
// question: Who acted on two or more occasions against two or more victims?
// anchor:   Person as suspect
// params:   min_victims: int = 2, min_occasions: int = 2, gap_minutes: int = 60
// returns:  suspect_id: str, victim_ids: list[str], victims: int, occasions: int, incidents: int,
//           possible: int, incident_ids: list[str], first: datetime, last: datetime, forces:
//           list[str], classes: list[str], level: int
// subjects: suspect_id
// evidence: incident_ids
// reach:    1
// wakes:    -
// flag:     Serial perpetrator: {suspect_id}, {victims} victims
// explain:  {occasions} separate occasions ({incidents} incidents) against {victim_ids} between
//           {first} and {last}, recorded by {forces} as {classes}.
// against:  Incidents that name the suspect only as possible: {possible}. A finding of two or more
//           victims says nothing of how grave it was, and no register exists in law.
// source:   The register's proposed test, two occasions against two or more victims (Paladin;
//           HL5183): no register exists in law

// Victims are people: a shop or an agency is none. Theft, fraud, burglary and drugs, where
// the victim is whoever was there, count only beside something aimed at the same person. A
// victim counts who suffered two occasions, or one of stalking, harassment, threats, control
// or malicious communications: two brawls with two strangers make no serial perpetrator.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[r:VICTIM_OF]-(v:Person)
  WHERE NOT coalesce(i.cancelled, false) AND v.id <> s.id
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  WITH v, i, collect(DISTINCT a.attribution) AS hows,
    max(CASE WHEN a.level > r.level THEN a.level ELSE coalesce(r.level, 0) END) AS link_level
  ORDER BY coalesce(i.occurred_to, i.occurred_from, i.recorded_at), i.id
  WITH v, collect({
    id: i.id, start: i.occurred_from, end: coalesce(i.occurred_to, i.occurred_from, i.recorded_at),
    seen: coalesce(i.occurred_from, i.recorded_at), force: i.force,
    classes: coalesce(i.offence_classes, []),
    personal: size(coalesce(i.offence_classes, [])) = 0 OR any(c IN i.offence_classes
      WHERE NOT any(p IN $ref.impersonal WHERE c = p OR c STARTS WITH p + '/')),
    patterned: any(c IN coalesce(i.offence_classes, [])
      WHERE any(p IN $ref.patterned WHERE c = p OR c STARTS WITH p + '/')),
    possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
    level: CASE WHEN i.level > link_level THEN i.level ELSE link_level END}) AS steps
  WHERE any(x IN steps WHERE x.personal) AND (any(x IN steps WHERE x.patterned)
    OR reduce(a = {n: 0, end: null}, x IN steps |
      CASE WHEN a.n = 0 OR x.start >= a.end + duration({minutes: $gap_minutes})
        THEN {n: a.n + 1, end: x.end} ELSE a END).n >= 2)
  WITH v, steps ORDER BY head([x IN steps | x.end]), v.id
  WITH collect(v.id) AS victims, collect(steps) AS all_steps
  UNWIND all_steps AS steps
  UNWIND steps AS step
  WITH victims, step.id AS incident, head(collect(step)) AS step, max(step.level) AS top
  ORDER BY step.end, incident
  WITH victims, collect(step) AS steps, max(top) AS level
  RETURN victims, steps, level
}
WITH s, victims, steps, level,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  reduce(a = {n: 0, end: null}, x IN steps |
    CASE WHEN a.n = 0 OR x.start >= a.end + duration({minutes: $gap_minutes})
      THEN {n: a.n + 1, end: x.end} ELSE a END).n AS occasions
WHERE size(victims) >= $min_victims AND occasions >= $min_occasions
RETURN s.id AS suspect_id, victims AS victim_ids, size(victims) AS victims, occasions,
  size(steps) AS incidents, reduce(n = 0, x IN steps | n + x.possible) AS possible,
  [x IN steps | x.id] AS incident_ids,
  reduce(t = head([x IN steps | x.seen]), x IN steps |
    CASE WHEN x.seen < t THEN x.seen ELSE t END) AS first,
  last([x IN steps | x.end]) AS last, forces, classes, level
ORDER BY suspect_id
