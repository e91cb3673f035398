// name:     escalation
// question: Which suspects come more often, or do graver things, than they did to the same victim?
// anchor:   Person as suspect
// params:   min_incidents: int = 5
// returns:  suspect_id: str, victim_id: str, incidents: int, possible: int, steps: list[map],
//           custody: list[map], breaks: list[map], incident_ids: list[str], order_ids: list[str],
//           first: datetime, last: datetime, forces: list[str], classes: list[str]
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

// A change is told with its interval, never a score; graph/rules/escalation.py measures it. Fewer
// than min_incidents are too little history to say anything: no flag, which is no sign of low
// risk.
UNWIND $anchors AS id
MATCH (s:Person {id: id})-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
// The measure needs times: an incident whose day is not known is left out, since the month alone
// would make gaps that nobody lived through.
WHERE {{> counts i}} AND i.occurred_from IS NOT NULL
  AND NOT coalesce(i.precision, '') IN ['month', 'year']
// What was done to somebody close is part of the course, and no measure of how often this victim
// was reached: direct incidents alone.
MATCH (i)<-[:VICTIM_OF]-(v:Person)
WHERE v.id <> s.id
WITH s, v, i, collect(a.attribution) AS hows
ORDER BY i.occurred_from, i.id
WITH s, v, collect({
  {{> step i hows}}, recorded: coalesce(i.recorded_at, i.occurred_to, i.occurred_from),
  behaviours: [b IN coalesce(i.behaviours, []) | {term: b, step: $ref.behaviours[b].step}]}) AS steps
WHERE size(steps) >= $min_incidents
CALL (s, steps) {
  // Time in custody is none in which to act: a silence behind bars is no restraint.
  OPTIONAL MATCH (s)-[:SUBJECT_OF]->(o:Order {effect: 'detains'})
  WHERE o.status IN ['made', 'varied', 'ended'] AND o.`from` <= datetime($as_of)
    AND o.`from` < last([x IN steps | x.end])
  WITH o.id AS id, o.`from` AS start,
    // Released early, it ended on the day that says so; without an end it lasts.
    CASE WHEN o.status = 'ended' AND (o.until IS NULL OR o.status_at < o.until) THEN o.status_at
      ELSE coalesce(o.until, last([x IN steps | x.end])) END AS end,
    head([x IN steps | x.start]) AS began
  ORDER BY start, id
  RETURN [x IN collect({id: id, start: start, end: end, inside: end > began})
    WHERE x.id IS NOT NULL AND x.inside] AS custody
}
RETURN s.id AS suspect_id, v.id AS victim_id, size(steps) AS incidents,
  {{> possible_of steps}} AS possible,
  [x IN steps | {start: x.start, end: x.end, recorded: x.recorded, force: x.force,
    behaviours: x.behaviours}] AS steps,
  [x IN custody | {start: x.start, end: x.end}] AS custody,
  // A change of the recording rule in between is given its own share of the change: after April
  // 2018 the same acts make more records.
  [r IN $ref.recording_history WHERE datetime(r.`from`) > head([x IN steps | x.recorded])
    AND datetime(r.`from`) <= last([x IN steps | x.recorded])
    | {title: r.title, at: datetime(r.`from`)}] AS breaks,
  [x IN steps | x.id] AS incident_ids, [x IN custody | x.id] AS order_ids,
  head([x IN steps | x.start]) AS first, last([x IN steps | x.end]) AS last,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes
ORDER BY suspect_id, victim_id
