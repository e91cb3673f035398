// name:     disclosure_question
// question: Who, with two or more earlier victims, now appears as somebody's new partner?
// anchor:   Person as suspect
// params:   min_victims: int = 2, min_occasions: int = 2, gap_minutes: int = 60
// returns:  suspect_id: str, partner_id: str, victims: int, occasions: int, incidents: int,
//           possible: int, partner_incidents: int, incident_ids: list[str], first: datetime,
//           last: datetime, since: datetime, forces: list[str], classes: list[str],
//           record_ids: list[str], level: int
// subjects: suspect_id, partner_id
// evidence: incident_ids, record_ids
// reach:    2
// wakes:    -
// flag:     Consider the disclosure scheme: {partner_id}, new partner of {suspect_id}
// explain:  {suspect_id} acted on {occasions} separate occasions ({incidents} incidents) against
//           {victims} earlier victims between {first} and {last}, recorded by {forces} as {classes}.
//           {partner_id} is recorded as the partner since {since}. Reports in which {partner_id} is
//           already a victim: {partner_incidents}. The flag asks whether a disclosure should be
//           considered; it decides nothing and shows no address.
// against:  That the two are partners may rest on one record: confirm it before anything is said.
//           Incidents that name the suspect only as possible: {possible}.
// source:   Domestic Violence Disclosure Scheme ("Clare's Law": the right to know), on a statutory
//           footing since Domestic Abuse Act 2021 s77; the register's proposed test, two occasions
//           against two or more victims (Paladin; HL5183)

// Earlier victims are counted as in serial_perpetrator, the partner not among them. New is a
// partner whose relation began, or was first seen, after the first of those incidents. A
// relation that has ended, or that is later recorded as a former one, is old; one without
// any date cannot be called new.
UNWIND $anchors AS id
MATCH (s:Person {id: id})-[t:RELATED_TO {kind: 'partner'}]-(q:Person)
WHERE coalesce(t.`from`, t.first_seen) <= datetime($as_of)
  AND (t.first_seen IS NULL OR t.first_seen <= datetime($as_of))
  AND (t.`to` IS NULL OR t.`to` > datetime($as_of))
WITH s, q, min(coalesce(t.`from`, t.first_seen)) AS since,
  max(coalesce(t.last_seen, t.first_seen, t.`from`)) AS seen, max(coalesce(t.level, 0)) AS tie_level,
  collect(coalesce(t.records, [])) AS ties
CALL (s, q) {
  OPTIONAL MATCH (s)-[f:RELATED_TO {kind: 'former partner'}]-(q)
  WHERE coalesce(f.first_seen, f.`from`) <= datetime($as_of)
  RETURN max(coalesce(f.last_seen, f.first_seen, f.`from`)) AS parted
}
WITH s, q, since, seen, tie_level, ties, parted
WHERE parted IS NULL OR parted < seen
CALL (s, q) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[r:VICTIM_OF]-(v:Person)
  WHERE NOT coalesce(i.cancelled, false) AND v.id <> s.id AND v.id <> q.id
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
  WITH collect(v.id) AS victims, collect(steps) AS all_steps
  UNWIND all_steps AS steps
  UNWIND steps AS step
  WITH victims, step.id AS incident, head(collect(step)) AS step, max(step.level) AS top
  ORDER BY step.end, incident
  WITH victims, collect(step) AS steps, max(top) AS level
  RETURN size(victims) AS victims, steps, level
}
WITH s, q, since, tie_level, ties, victims, steps, level,
  reduce(a = {n: 0, end: null}, x IN steps |
    CASE WHEN a.n = 0 OR x.start >= a.end + duration({minutes: $gap_minutes})
      THEN {n: a.n + 1, end: x.end} ELSE a END).n AS occasions,
  reduce(t = head([x IN steps | x.seen]), x IN steps |
    CASE WHEN x.seen < t THEN x.seen ELSE t END) AS first
WHERE victims >= $min_victims AND occasions >= $min_occasions AND since > first
CALL (s, q) {
  OPTIONAL MATCH (s)-[:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[:VICTIM_OF]-(q)
  WHERE NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  RETURN count(DISTINCT i.id) AS partner_incidents
}
CALL (ties) {
  UNWIND ties AS tie
  UNWIND tie AS x
  WITH DISTINCT x ORDER BY x
  RETURN collect(x) AS record_ids
}
RETURN s.id AS suspect_id, q.id AS partner_id, victims, occasions, size(steps) AS incidents,
  reduce(n = 0, x IN steps | n + x.possible) AS possible, partner_incidents,
  [x IN steps | x.id] AS incident_ids, first, last([x IN steps | x.end]) AS last, since,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  record_ids,
  CASE WHEN tie_level > level THEN tie_level ELSE level END AS level
ORDER BY suspect_id, partner_id
