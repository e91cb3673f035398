// name:     protection_gap
// question: Which victims reported again and again and were left without protection?
// anchor:   Person as suspect
// params:   min_reports: int = 2, repeated: int = 3, within_days: int = 365, gap_minutes: int = 60,
//           due_days: int = 28, bail_days: int = 7, limit_days: int = 30, asks: list[str] = ['asked
//           for an order', 'asks for an order', 'asked about an order', 'wants an order', 'order was
//           asked for', 'applied for an order', 'applying for an order', 'order was refused', 'order
//           refused', 'asked for a stalking protection', 'asked for a non-molestation', 'applied for
//           a non-molestation', 'asked for an injunction', 'applied for an injunction', 'spo
//           requested', 'spo refused', 'spo declined'], penalised: list[str] = ['wasting police
//           time', 'wasted police time', 'waste of police time', 'false report', 'false allegation',
//           'nuisance calls to police', 'nuisance calls to the police', 'misuse of 999', 'hoax call']
// returns:  suspect_id: str, victim_id: str, gaps: list[str], occasions: int, incidents: int,
//           closed: int, overdue: int, charged: int, possible: int, grave: list[str], bail_until:
//           datetime?, limit_at: datetime?, no_order: str, incident_ids: list[str],
//           penalised_incident_ids: list[str], order_ids: list[str], forbidding_order_ids: list[str],
//           first: datetime, last: datetime, forces: list[str], classes: list[str]
// subjects: suspect_id, victim_id
// evidence: incident_ids, penalised_incident_ids, order_ids
// reach:    3
// wakes:    Incident.recorded_at + 28 days, Order.until, Order.until - 7 days,
//           Incident.occurred_to + 151 days, Incident.occurred_to + 152 days,
//           Incident.occurred_to + 153 days, Incident.occurred_to + 154 days,
//           Incident.occurred_to + 181 days, Incident.occurred_to + 182 days,
//           Incident.occurred_to + 183 days, Incident.occurred_to + 184 days
// flag:     Protection gap: {victim_id}, who reported {suspect_id}
// explain:  Missing or amiss: {gaps}. There are reports of {occasions} separate occasions
//           ({incidents} incidents) between {first} and {last}, recorded by {forces} as {classes}.
//           Closed without action: {closed}. Open for four weeks or longer: {overdue}. What makes them
//           grave: {grave}. Bail ends or ended on {bail_until}. The six months for the summary
//           offences end on {limit_at}. {no_order}
// against:  A plan, a detective or a referral may stand elsewhere than in what the force delivers.
//           Charged were {charged} of the incidents. A report closed without action may have been
//           rightly closed: read its outcome. Incidents that name the suspect only as possible:
//           {possible}.
// source:   2017 joint inspection (no risk plan in 60%, no detective in 75% of cases; the Grice
//           case: five reports in six months, three closed, the victim fined); Policing and Crime
//           Act 2022 on bail; DPP v Baker on the six months

// Most pairs have two reports and no plan, and most of them no gap: what counts is that reports come
// again and nothing at all answers them. What a force does not deliver (null) is no answer, and no
// gap either.
UNWIND $anchors AS id
// Most suspects were reported once: they are let go before anything is weighed.
MATCH (s:Person {id: id})-[:SUSPECT_IN|INSTIGATED]->(act:Incident)
WITH s, count(DISTINCT act) AS acts
WHERE acts >= $min_reports
MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
WHERE {{> counts i}}
MATCH (i)<-[:VICTIM_OF]-(v:Person)
WHERE v.id <> s.id
WITH s, v, i, collect(a.attribution) AS hows,
  // An outcome is unknown before its date. Outcome 0 is not yet assigned; none at all may be that,
  // where the force says how else it dealt with the report.
  coalesce({{> known_by_then i.outcome_at}} AND i.outcome <> '0', false) AS told,
  coalesce(NOT {{> known_by_then i.outcome_at}} OR i.outcome = '0', false) AS open,
  i.outcome IS NULL AND (i.risk_plan IS NOT NULL OR i.detective IS NOT NULL
    OR i.victim_referred IS NOT NULL) AS silent,
  i.recorded_at <= datetime($as_of) - duration({days: $due_days}) AS due,
  toLower(coalesce(i.title, '') + ' ' + coalesce(i.summary, '')) AS words
ORDER BY {{> ended i}}, i.id
WITH s, v, collect({
  {{> step i hows}}, recorded: i.recorded_at, crimed: i.crimed, told: told, open: open, silent: silent, due: due,
  patterned: {{> patterned i}}, aimed: {{> aimed i}},
  closed: told AND coalesce(i.outcome IN $ref.no_action, false),
  charged: told AND coalesce(i.outcome IN $ref.charged, false),
  // A charge, caution or other disposal answers what was reported until then.
  answered: CASE WHEN told AND coalesce(i.outcome IN $ref.acted, false)
    THEN CASE WHEN i.outcome_at > i.recorded_at THEN i.outcome_at ELSE i.recorded_at END END,
  // A plan may still come while a report is young.
  plan: CASE WHEN i.risk_plan AND {{> known_by_then i.risk_plan_at}}
    THEN 1 WHEN due AND NOT i.risk_plan THEN 0 END,
  detective: CASE WHEN i.detective THEN 1 WHEN due AND NOT i.detective THEN 0 END,
  referred: CASE WHEN i.victim_referred THEN 1 WHEN due AND NOT i.victim_referred THEN 0 END,
  asked: any(p IN $asks WHERE words CONTAINS p),
  // Grave enough that two reports are too many: threats to kill, injury, strangling, a weapon, or
  // what the force itself graded so.
  grave: [c IN coalesce(i.offence_classes, []) WHERE any(code IN $ref.grave
      WHERE c = code OR c STARTS WITH code + '/') | 'recorded as ' + c]
    + [k IN range(0, size(coalesce(i.behaviours, [])) - 1)
      WHERE i.behaviours[k] IN ['strangling', 'threats of suicide']
        OR (i.behaviours[k] = 'threats'
          AND coalesce(coalesce(i.behaviour_basis, [])[k], '') CONTAINS 'kill')
      | i.behaviours[k] + coalesce(' (' + coalesce(i.behaviour_basis, [])[k] + ')', '')]
    + [w IN [i.weapon] WHERE w <> '' | 'a weapon']
    + [g IN [i.risk_grade] WHERE toLower(g) CONTAINS 'high' | 'risk graded ' + g]
  }) AS steps
WITH s, v, steps, {{> occasions steps}} AS occasions
// One event that two people reported was reported once.
WHERE occasions >= $min_reports
// What is left open now: the reports of the year up to the last one, after the last answer.
WITH s, v, steps, occasions,
  reduce(t = head([x IN steps | x.recorded]), x IN steps |
    CASE WHEN x.recorded > t THEN x.recorded ELSE t END) AS latest
WITH s, v, steps, occasions, latest,
  [x IN steps WHERE x.recorded > latest - duration({days: $within_days})] AS recent
WITH s, v, steps, occasions, recent, latest,
  reduce(t = null, x IN recent | CASE WHEN x.answered IS NULL OR t > x.answered THEN t
    ELSE x.answered END) AS answered
WITH s, v, steps, occasions, recent, latest,
  [x IN recent WHERE answered IS NULL OR x.recorded > answered] AS alive
WITH s, v, steps, occasions, recent, alive, latest, [x IN steps | x.id] AS ids
CALL (s, v, ids) {
  // Orders against the suspect that protect this victim or come of these reports: one towards
  // somebody else protects nobody here.
  OPTIONAL MATCH (s)-[:SUBJECT_OF]->(o:Order)
  WHERE coalesce(o.`from`, o.status_at) <= datetime($as_of)
    AND (EXISTS { MATCH (o)-[:PROTECTS]->(v) }
      OR EXISTS { MATCH (o)-[:ARISES_FROM]->(i:Incident) WHERE i.id IN ids })
  RETURN [x IN collect({id: o.id, kind: o.kind, status: o.status,
      effect: CASE WHEN {{> is_notice o}} THEN 'notice' ELSE o.effect END,
      service: o.service, start: coalesce(o.`from`, o.status_at),
      until: CASE WHEN o.status = 'ended' AND (o.until IS NULL OR o.status_at < o.until)
        THEN o.status_at ELSE o.until END})
    WHERE x.id IS NOT NULL] AS orders
}
CALL (v, steps) {
  // The victim fined for wasting police time after the first report (the Grice case): read from
  // the words of a report against the victim, since there is no class for it alone.
  OPTIONAL MATCH (v)-[:SUSPECT_IN]->(j:Incident)
  WHERE {{> not_cancelled j}} AND j.recorded_at <= datetime($as_of)
    AND j.recorded_at >= head([x IN steps | x.recorded])
    AND any(p IN $penalised
      WHERE toLower(coalesce(j.title, '') + ' ' + coalesce(j.summary, '')) CONTAINS p)
  RETURN collect(j.id) AS fined
}
WITH s, v, steps, occasions, recent, alive, latest, orders, fined,
  // Closed reports and the six months count where reports are aimed at the person: one of a class
  // that is part of a pattern by its nature, or two that are more than theft from whoever was
  // there. Two burglaries closed without a suspect charged are no gap in this sense.
  any(x IN steps WHERE x.patterned) OR size([x IN steps WHERE x.aimed]) >= $min_reports AS aimed,
  size([x IN recent WHERE x.charged]) AS charged, last([x IN steps | x.end]) AS last_end,
  [o IN orders WHERE o.effect = 'prohibits'] AS forbids,
  reduce(g = [], x IN alive | g + [y IN x.grave WHERE NOT y IN g]) AS grave,
  // An order asked for and not made says that somebody saw the need.
  any(x IN alive WHERE x.asked)
    OR any(o IN orders WHERE o.status IN ['sought', 'refused']) AS asked,
  any(x IN recent WHERE coalesce(x.plan, 0) = 1 OR coalesce(x.detective, 0) = 1) AS cared,
  {{> occasions alive}} AS again,
  // Which forces deliver outcomes at all: a report without one among them is open.
  [x IN steps WHERE x.told OR x.open | x.force] AS saying
WITH s, v, steps, occasions, recent, alive, latest, orders, fined, aimed, charged, last_end,
  forbids, grave, asked, cared, again, saying,
  // Open for longer than due_days; of a force that says nothing of outcomes only what is grave.
  [x IN alive WHERE x.due AND (x.open
    OR (x.silent AND (x.force IN saying OR size(grave) > 0 OR asked)))] AS late
WITH s, v, steps, occasions, recent, alive, latest, orders, fined, aimed, charged, last_end,
  forbids, grave, asked, cared, again, saying, late, [x IN alive WHERE x.closed
    OR x.id IN [y IN late | y.id]] AS ignored
WITH s, v, steps, occasions, alive, ignored, late, fined, aimed, charged, last_end, forbids, grave,
  // Repeated: three times, or twice with gravity or an order asked for; and nothing that answers
  // it, which may be a plan, a detective, a charge, bail that still stands, or an order that stands
  // or stood after the last report.
  (again >= $repeated OR (again >= $min_reports AND (size(grave) > 0 OR asked)))
    AND NOT cared AND NOT any(o IN forbids WHERE NOT o.status IN ['sought', 'refused']
      AND coalesce(o.service, '') <> 'failed' AND (o.until IS NULL OR o.until > datetime($as_of)
        OR (o.kind <> 'bail' AND o.until > latest))) AS repeated,
  {{> occasions ignored}} AS unanswered,
  any(x IN alive WHERE x.open OR (x.silent AND x.force IN saying)) AS pending,
  // A PIN given for what was not crimed; where a report before it was crimed it stood beside.
  [o IN orders WHERE o.effect = 'notice'
    AND any(x IN steps WHERE x.crimed = false AND x.recorded <= o.start)
    AND NOT any(x IN steps WHERE x.crimed = true AND x.recorded <= o.start)] AS notices,
  // Bail lapses (2022 Act) when it ends within bail_days or has ended, while a report from before its
  // end is still open, with no charge and no other order to take its place.
  [o IN forbids WHERE o.kind = 'bail' AND o.status IN ['made', 'varied', 'ended']
    AND charged = 0 AND o.until <= datetime($as_of) + duration({days: $bail_days})
    // What was not crimed is no investigation that bail could be for.
    AND any(x IN recent WHERE x.recorded < o.until AND (x.open OR x.silent)
      AND coalesce(x.crimed, true))
    AND NOT any(y IN forbids WHERE y.id <> o.id AND y.status IN ['interim', 'made', 'varied']
      AND (y.until IS NULL OR y.until > o.until))] AS bails,
  last_end + duration({months: 6}) AS limit_at
WITH s, v, steps, occasions, alive, ignored, late, fined, charged, last_end, forbids, grave, bails,
  repeated AND aimed AND unanswered >= $min_reports AS left,
  CASE WHEN repeated THEN notices ELSE [] END AS notices,
  // The six months of s2 and s2A count from the last incident (DPP v Baker), and are told in their
  // last limit_days while the force has a report open and nothing is charged. They are 181 to 184
  // days, which is when time alone can wake the rule.
  CASE WHEN aimed AND charged = 0 AND pending
    AND limit_at > datetime($as_of)
    AND limit_at <= datetime($as_of) + duration({days: $limit_days}) THEN limit_at END AS limit_at
WITH s, v, steps, occasions, late, fined, charged, last_end, forbids, grave, notices, bails,
  limit_at,
  CASE WHEN left AND any(x IN ignored WHERE x.closed) THEN ['closed without action'] ELSE [] END
  + CASE WHEN left AND size(late) > 0 THEN ['overdue'] ELSE [] END
  + CASE WHEN size(notices) > 0 THEN ['a notice instead of a crime'] ELSE [] END
  // What else is missing is told beside it, where two or more reports that are due say no and none
  // says yes: one plan covers all.
  + CASE WHEN left AND size([x IN alive WHERE x.plan = 0]) >= $min_reports
      THEN ['no risk plan'] ELSE [] END
  + CASE WHEN left AND size([x IN alive WHERE x.detective = 0]) >= $min_reports
      THEN ['no detective'] ELSE [] END
  + CASE WHEN left AND size([x IN alive WHERE x.referred = 0]) >= $min_reports
      AND NOT any(x IN alive WHERE x.referred = 1) THEN ['no referral'] ELSE [] END
  + CASE WHEN size(bails) > 0 THEN ['bail lapsing'] ELSE [] END
  + CASE WHEN size(fined) > 0 THEN ['the victim penalised'] ELSE [] END
  + CASE WHEN limit_at IS NULL THEN [] ELSE ['six months running out'] END AS gaps
// Repeated reports by themselves are a course of conduct, and no gap.
WHERE size(gaps) > 0
RETURN s.id AS suspect_id, v.id AS victim_id, gaps, occasions, size(steps) AS incidents,
  size([x IN steps WHERE x.closed]) AS closed, size(late) AS overdue,
  size([x IN steps WHERE x.charged]) AS charged, {{> possible_of steps}} AS possible, grave,
  head([o IN bails | o.until]) AS bail_until, limit_at,
  CASE WHEN size(forbids) = 0 THEN 'No order or bail against the suspect is in these records.'
    ELSE '' END AS no_order,
  [x IN steps | x.id] AS incident_ids, fined AS penalised_incident_ids,
  [o IN notices + bails | o.id] AS order_ids, [o IN forbids | o.id] AS forbidding_order_ids,
  {{> first_of steps}} AS first, last_end AS last,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes
ORDER BY suspect_id, victim_id
