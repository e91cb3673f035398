// name:     unrecorded_stalking
// question: Which courses of conduct by a former partner are recorded as anything but stalking?
// anchor:   Person as suspect
// params:   min_occasions: int = 2, gap_minutes: int = 60, asks: str = 'former partner means
//           stalking'
// returns:  suspect_id: str, victim_id: str, occasions: int, incidents: int, possible: int, rule:
//           str, acts: list[str], readings: list[str], counted: str, incident_ids: list[str],
//           first: datetime, last: datetime, forces: list[str], classes: list[str], record_ids:
//           list[str], level: int
// subjects: suspect_id, victim_id
// evidence: incident_ids, record_ids
// reach:    2
// wakes:    -
// flag:     Consider stalking: {suspect_id} towards {victim_id}
// explain:  {occasions} separate occasions ({incidents} incidents) between {first} and {last} by a
//           former partner, recorded by {forces} as {classes}: no part is recorded as stalking,
//           included classifications too. The rule in force when they were recorded: {rule} Acts
//           among them that s2A(3) names: {acts}.
// against:  It may be read otherwise: {readings}. {counted} Incidents that name the suspect only
//           as possible: {possible}.
// source:   Recording rule of April 2020 (graph/model/reference/recording.toml); Protection from
//           Harassment Act 1997 s2A, s7; HMICFRS on the super-complaint, recommendation 7

// The rule must have been in force when an occasion after the first was recorded. Stalking is
// recorded when any incident by this suspect that the victim, or someone close, has part in is
// of a stalking class, old subcodes too. Cancelled crimes neither count nor record anything.
UNWIND $anchors AS id
MATCH (s:Person {id: id})-[t:RELATED_TO]-(v:Person)
WHERE (t.kind = 'former partner' OR (t.kind = 'partner' AND t.`to` <= datetime($as_of)))
  AND (t.first_seen IS NULL OR t.first_seen <= datetime($as_of))
WITH s, v, max(coalesce(t.level, 0)) AS tie_level, collect(coalesce(t.records, [])) AS ties,
  min(CASE t.kind WHEN 'partner' THEN t.`to` ELSE t.`from` END) AS parted
CALL (s, v, parted) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[r:VICTIM_OF]-(v)
  WHERE NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
    AND (parted IS NULL OR coalesce(i.occurred_to, i.recorded_at) > parted)
  WITH i, collect(a.attribution) AS hows,
    max(CASE WHEN a.level > r.level THEN a.level ELSE coalesce(r.level, 0) END) AS link_level
  ORDER BY coalesce(i.occurred_to, i.occurred_from, i.recorded_at), i.id
  RETURN collect({
    id: i.id, start: i.occurred_from, end: coalesce(i.occurred_to, i.occurred_from, i.recorded_at),
    seen: coalesce(i.occurred_from, i.recorded_at), recorded: i.recorded_at, force: i.force,
    classes: coalesce(i.offence_classes, []),
    acts: [k IN range(0, size(coalesce(i.behaviours, [])) - 1)
      WHERE $ref.behaviours[i.behaviours[k]].act IS NOT NULL
      | i.behaviours[k] + coalesce(' (' + coalesce(i.behaviour_basis, [])[k] + ')', '')],
    possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
    level: CASE WHEN i.level > link_level THEN i.level ELSE link_level END}) AS steps
}
WITH s, v, tie_level, ties, steps,
  reduce(a = {n: 0, end: null}, x IN steps |
    CASE WHEN a.n = 0 OR x.start >= a.end + duration({minutes: $gap_minutes})
      THEN {n: a.n + 1, end: x.end} ELSE a END).n AS occasions
WHERE occasions >= $min_occasions
WITH s, v, tie_level, ties, steps, occasions,
  head([x IN steps | x.end]) + duration({minutes: $gap_minutes}) AS apart,
  [r IN $ref.recording_history WHERE r.code = $asks] AS rules,
  [r IN $ref.recording_history WHERE r.code = 'control after separation'] AS controls,
  [r IN $ref.recording_history WHERE r.code = 'gravest alone'] AS gravest
WHERE any(x IN steps WHERE x.start >= apart AND any(r IN rules
  WHERE x.recorded >= datetime(r.`from`)
    AND (r.until IS NULL OR x.recorded < datetime(r.until))))
CALL (s, v) {
  MATCH (s)-[:SUSPECT_IN|INSTIGATED]->(j:Incident)
  WHERE NOT coalesce(j.cancelled, false)
    AND (j.recorded_at IS NULL OR j.recorded_at <= datetime($as_of))
    AND any(c IN coalesce(j.offence_classes, [])
      WHERE any(p IN $ref.stalking WHERE c = p OR c STARTS WITH p + '/'))
  MATCH (j)<-[:VICTIM_OF|REPORTED|WITNESS_TO|INVOLVED_IN]-(w:Person)
  WHERE w.id = v.id OR EXISTS { MATCH (w)-[t:RELATED_TO]-(v)
    WHERE t.kind IN ['partner', 'parent', 'child', 'sibling', 'lives with'] }
  RETURN count(j) AS recorded
}
WITH s, v, tie_level, ties, steps, occasions, rules, controls, gravest, recorded
WHERE recorded = 0
WITH s, v, tie_level, ties, steps, occasions, rules, controls, gravest,
  last([x IN steps | x.recorded]) AS latest
RETURN s.id AS suspect_id, v.id AS victim_id, occasions, size(steps) AS incidents,
  reduce(n = 0, x IN steps | n + x.possible) AS possible,
  coalesce(head([r IN rules | r.title]), $asks) AS rule,
  reduce(a = [], x IN steps | a + [y IN x.acts WHERE NOT y IN a]) AS acts,
  ['harassment in law only'] + [r IN controls WHERE latest >= datetime(r.`from`)
    | 'controlling or coercive behaviour'] AS readings,
  coalesce(head([r IN gravest WHERE latest >= datetime(r.`from`) | r.title]), '') AS counted,
  [x IN steps | x.id] AS incident_ids,
  reduce(t = head([x IN steps | x.seen]), x IN steps |
    CASE WHEN x.seen < t THEN x.seen ELSE t END) AS first,
  last([x IN steps | x.end]) AS last,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  reduce(a = [], y IN reduce(b = [], x IN ties | b + x) |
    CASE WHEN y IN a THEN a ELSE a + [y] END) AS record_ids,
  reduce(top = tie_level, x IN steps | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
ORDER BY suspect_id, victim_id
