// name:     escalation
// question: Which suspects come more often, or do graver things, than they did to the same victim?
// anchor:   Person as suspect
// params:   min_incidents: int = 5
// returns:  suspect_id: str, victim_id: str, incidents: int, possible: int, steps: list[map],
//           custody: list[map], breaks: list[map], incident_ids: list[str], order_ids: list[str],
//           first: datetime, last: datetime, forces: list[str], classes: list[str], level: int
// subjects: suspect_id, victim_id
// evidence: incident_ids, order_ids
// reach:    2
// wakes:    -
// measure:  escalation
// adds:     changes: list[str], occasions: int, days_before: float?, days_now: float?, ratio: float?,
//           ratio_low: float?, ratio_high: float?, graver: str, new_behaviours: list[str], history:
//           str, taken_out: str, custody_days: int
// flag:     Escalation ({changes}): {suspect_id} towards {victim_id}
// explain:  {occasions} separate occasions between {first} and {last}, recorded by {forces} as
//           {classes}. The time from one to the next went from about {days_before} to about
//           {days_now} days: {ratio} times as often from first to last (95% interval {ratio_low}
//           to {ratio_high}). {graver} New in the second half: {new_behaviours}. {history}
// against:  Most pairs do not escalate, and reports may have grown instead of acts. {taken_out}
//           Days in custody that were taken out: {custody_days}. Incidents that name the suspect
//           only as possible: {possible}.
// source:   Suzy Lamplugh Trust (escalation in 79% of homicides after stalking); Bland and Ariel
//           on the absence of a general escalation

// A change is told with its interval, never a score. The measure needs the times of direct
// incidents only; an incident whose day is not known is left out. Time in custody is none in
// which to act. A change of recording force or rule in between is given its own share of the
// change. Fewer than min_incidents are too little history to say anything: no flag, which is
// no sign of low risk.
UNWIND $anchors AS id
MATCH (s:Person {id: id})-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
WHERE NOT coalesce(i.cancelled, false) AND i.occurred_from IS NOT NULL
  AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  AND NOT coalesce(i.precision, '') IN ['month', 'year']
MATCH (i)<-[r:VICTIM_OF]-(v:Person)
WHERE v.id <> s.id
WITH s, v, i, collect(a.attribution) AS hows,
  max(CASE WHEN a.level > r.level THEN a.level ELSE coalesce(r.level, 0) END) AS link_level
ORDER BY i.occurred_from, i.id
WITH s, v, collect({
  id: i.id, start: i.occurred_from, end: coalesce(i.occurred_to, i.occurred_from),
  recorded: coalesce(i.recorded_at, i.occurred_to, i.occurred_from), force: i.force,
  classes: coalesce(i.offence_classes, []),
  behaviours: [b IN coalesce(i.behaviours, []) | {term: b, step: $ref.behaviours[b].step}],
  possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
  level: CASE WHEN i.level > link_level THEN i.level ELSE link_level END}) AS steps
WHERE size(steps) >= $min_incidents
CALL (s, steps) {
  OPTIONAL MATCH (s)-[b:SUBJECT_OF]->(o:Order {effect: 'detains'})
  WHERE o.status IN ['made', 'varied', 'ended'] AND o.`from` <= datetime($as_of)
    AND o.`from` < last([x IN steps | x.end])
  WITH o.id AS id, o.`from` AS start,
    CASE WHEN o.status = 'ended' AND (o.until IS NULL OR o.status_at < o.until) THEN o.status_at
      ELSE coalesce(o.until, last([x IN steps | x.end])) END AS end,
    CASE WHEN o.level > b.level THEN o.level ELSE coalesce(b.level, 0) END AS level,
    head([x IN steps | x.start]) AS began
  ORDER BY start, id
  RETURN [x IN collect({id: id, start: start, end: end, level: level, inside: end > began})
    WHERE x.id IS NOT NULL AND x.inside] AS custody
}
RETURN s.id AS suspect_id, v.id AS victim_id, size(steps) AS incidents,
  reduce(n = 0, x IN steps | n + x.possible) AS possible,
  [x IN steps | {start: x.start, end: x.end, recorded: x.recorded, force: x.force,
    behaviours: x.behaviours}] AS steps,
  [x IN custody | {start: x.start, end: x.end}] AS custody,
  [r IN $ref.recording_history WHERE datetime(r.`from`) > head([x IN steps | x.recorded])
    AND datetime(r.`from`) <= last([x IN steps | x.recorded])
    | {title: r.title, at: datetime(r.`from`)}] AS breaks,
  [x IN steps | x.id] AS incident_ids, [x IN custody | x.id] AS order_ids,
  head([x IN steps | x.start]) AS first, last([x IN steps | x.end]) AS last,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  reduce(top = 0, x IN [y IN steps | y.level] + [c IN custody | c.level] |
    CASE WHEN x > top THEN x ELSE top END) AS level
ORDER BY suspect_id, victim_id
