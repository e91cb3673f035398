// name:     protection_gap
// question: Which victims reported again and again and were left without protection?
// anchor:   Person as suspect
// params:   min_reports: int = 2, gap_minutes: int = 60, due_days: int = 28, bail_days: int = 7,
//           limit_days: int = 30, penalised: list[str] = ['wasting police time', 'wasted police
//           time', 'false report', 'false allegation']
// returns:  suspect_id: str, victim_id: str, gaps: list[str], occasions: int, incidents: int,
//           closed: int, charged: int, possible: int, bail_until: datetime?, limit_at: datetime?,
//           no_order: str, incident_ids: list[str], penalised_incident_ids: list[str], order_ids:
//           list[str], forbidding_order_ids: list[str], first: datetime, last: datetime,
//           forces: list[str], classes: list[str]
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
//           Closed without action: {closed}. Bail ends or ended on {bail_until}. The six months
//           for the summary offences end on {limit_at}. {no_order}
// against:  A plan, a detective or a referral may stand elsewhere than in what the force delivers.
//           Charged were {charged} of the incidents. A report closed without action may have been
//           rightly closed: read its outcome. Incidents that name the suspect only as possible:
//           {possible}.
// source:   2017 joint inspection (no risk plan in 60%, no detective in 75% of cases; the Grice
//           case); Policing and Crime Act 2022 on bail; DPP v Baker on the six months

// A gap is what the force says is missing: what it does not deliver (null) is none.
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
  // An outcome is unknown before its date, and a plan may still come while a report is young.
  {{> known_by_then i.outcome_at}} AS told,
  i.recorded_at <= datetime($as_of) - duration({days: $due_days}) AS due
ORDER BY {{> ended i}}, i.id
WITH s, v, collect({
  {{> step i hows}}, recorded: i.recorded_at, crimed: i.crimed,
  patterned: {{> of_group i.offence_classes patterned}}, aimed: {{> aimed i}},
  closed: told AND coalesce(i.outcome IN $ref.no_action, false),
  charged: told AND coalesce(i.outcome IN $ref.charged, false),
  // Outcome 0 is not yet assigned: the report is open.
  done_at: CASE WHEN told AND i.outcome <> '0' THEN coalesce(i.outcome_at, i.recorded_at) END,
  plan: CASE WHEN i.risk_plan AND {{> known_by_then i.risk_plan_at}}
    THEN 1 WHEN due AND NOT i.risk_plan THEN 0 END,
  detective: CASE WHEN i.detective THEN 1 WHEN due AND NOT i.detective THEN 0 END,
  referred: CASE WHEN i.victim_referred THEN 1 WHEN due AND NOT i.victim_referred THEN 0 END
  }) AS steps
WITH s, v, steps, [x IN steps | x.id] AS ids, [x IN steps WHERE x.closed] AS closed,
  {{> occasions steps}} AS occasions
// One event that two people reported was reported once.
WHERE occasions >= $min_reports
CALL (s, v, ids) {
  // Orders against the suspect that protect this victim or come of these reports: one towards
  // somebody else protects nobody here.
  OPTIONAL MATCH (s)-[:SUBJECT_OF]->(o:Order)
  WHERE coalesce(o.`from`, o.status_at) <= datetime($as_of)
    AND (EXISTS { MATCH (o)-[:PROTECTS]->(v) }
      OR EXISTS { MATCH (o)-[:ARISES_FROM]->(i:Incident) WHERE i.id IN ids })
  RETURN [x IN collect({id: o.id, kind: o.kind, effect: o.effect, status: o.status,
      start: coalesce(o.`from`, o.status_at),
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
WITH s, v, steps, closed, occasions, orders, fined,
  // Closed reports and the six months count where reports are aimed at the person: one of a class
  // that is part of a pattern by its nature, or two that are more than theft from whoever was
  // there. Two burglaries closed without a suspect charged are no gap in this sense.
  any(x IN steps WHERE x.patterned) OR size([x IN steps WHERE x.aimed]) >= $min_reports AS aimed,
  size([x IN steps WHERE x.charged]) AS charged, last([x IN steps | x.end]) AS last_end,
  [o IN orders WHERE o.effect = 'prohibits'] AS forbids, {{> occasions closed}} AS closings
WITH s, v, steps, closed, occasions, fined, aimed, charged, last_end, forbids, closings,
  // A PIN given for what was not crimed; where a report before it was crimed it stood beside.
  [o IN orders WHERE o.effect = 'notice'
    AND any(x IN steps WHERE x.crimed = false AND x.recorded <= o.start)
    AND NOT any(x IN steps WHERE x.crimed = true AND x.recorded <= o.start)] AS notices,
  // Bail lapses (2022 Act) when it ends within bail_days or has ended, with a report still open
  // then, no charge since, and no other order to take its place.
  [o IN forbids WHERE o.kind = 'bail' AND o.status IN ['made', 'varied', 'ended']
    AND charged = 0 AND o.until <= datetime($as_of) + duration({days: $bail_days})
    AND any(x IN steps WHERE x.recorded < o.until
      AND (x.done_at IS NULL OR x.done_at > o.until))
    AND NOT any(y IN forbids WHERE y.id <> o.id AND y.status IN ['interim', 'made', 'varied']
      AND (y.until IS NULL OR y.until > o.until))] AS bails,
  [x IN steps WHERE x.plan IS NOT NULL | x.plan] AS plans,
  [x IN steps WHERE x.detective IS NOT NULL | x.detective] AS detectives,
  [x IN steps WHERE x.referred IS NOT NULL | x.referred] AS referrals,
  last_end + duration({months: 6}) AS limit_at
WITH s, v, steps, closed, occasions, fined, charged, last_end, forbids, notices, bails,
  // The six months of s2 and s2A count from the last incident (DPP v Baker), and are told in their
  // last limit_days while nothing is charged. They are 181 to 184 days, which is when time alone
  // can wake the rule.
  CASE WHEN aimed AND charged = 0 AND limit_at > datetime($as_of)
    AND limit_at <= datetime($as_of) + duration({days: $limit_days}) THEN limit_at END AS limit_at,
  CASE WHEN aimed AND closings >= $min_reports THEN ['closed without action'] ELSE [] END
  + CASE WHEN size(notices) > 0 THEN ['a notice instead of a crime'] ELSE [] END
  // Missing when two or more reports that are due say no and none says yes: one plan covers all.
  + CASE WHEN size(plans) >= $min_reports AND NOT 1 IN plans THEN ['no risk plan'] ELSE [] END
  + CASE WHEN size(detectives) >= $min_reports AND NOT 1 IN detectives
      THEN ['no detective'] ELSE [] END
  + CASE WHEN size(referrals) >= $min_reports AND NOT 1 IN referrals
      THEN ['no referral'] ELSE [] END
  + CASE WHEN size(bails) > 0 THEN ['bail lapsing'] ELSE [] END
  + CASE WHEN size(fined) > 0 THEN ['the victim penalised'] ELSE [] END AS found
WITH s, v, steps, closed, occasions, fined, charged, last_end, forbids, notices, bails, limit_at,
  found + CASE WHEN limit_at IS NULL THEN [] ELSE ['six months running out'] END AS gaps
// Repeated reports by themselves are a course of conduct, and no gap.
WHERE size(gaps) > 0
RETURN s.id AS suspect_id, v.id AS victim_id, gaps, occasions, size(steps) AS incidents,
  size(closed) AS closed, charged, {{> possible_of steps}} AS possible,
  head([o IN bails | o.until]) AS bail_until, limit_at,
  CASE WHEN size(forbids) = 0 THEN 'No order or bail against the suspect is in these records.'
    ELSE '' END AS no_order,
  [x IN steps | x.id] AS incident_ids, fined AS penalised_incident_ids,
  [o IN notices + bails | o.id] AS order_ids, [o IN forbids | o.id] AS forbidding_order_ids,
  {{> first_of steps}} AS first, last_end AS last,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes
ORDER BY suspect_id, victim_id
