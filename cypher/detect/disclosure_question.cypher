// name:     disclosure_question
// question: Who, with two or more earlier victims, now appears as somebody's new partner?
// anchor:   Person as suspect
// params:   min_victims: int = 2, min_occasions: int = 2, gap_minutes: int = 60
// returns:  suspect_id: str, partner_id: str, victims: int, counted: str,
//           doubted_victim_ids: list[str], occasions: int, incidents: int, possible: int,
//           partner_incidents: int, incident_ids: list[str],
//           partner_incident_ids: list[str], first: datetime, last: datetime, since: datetime,
//           forces: list[str], classes: list[str], links: list[map]
// subjects: suspect_id, partner_id
// evidence: incident_ids, links
// reach:    2
// wakes:    -
// flag:     Consider the disclosure scheme: {partner_id}, new partner of {suspect_id}
// explain:  {suspect_id} acted on {occasions} separate occasions ({incidents} incidents) between
//           {first} and {last}, recorded by {forces} as {classes}, against others before: {counted}.
//           {partner_id} is recorded as the partner since {since}. Reports in which {partner_id} is
//           already a victim: {partner_incidents}. The flag asks whether a disclosure should be
//           considered; it decides nothing and shows no address.
// against:  That the two are partners may rest on one record: confirm it before anything is said.
//           Not told apart, and counted as fewer people for it: {doubted_victim_ids}.
//           Incidents that name the suspect only as possible: {possible}.
// source:   Domestic Violence Disclosure Scheme ("Clare's Law": the right to know), on a statutory
//           footing since Domestic Abuse Act 2021 s77; the register's proposed test, two occasions
//           against two or more victims (Paladin; HL5183)

// Earlier victims are counted as in serial_perpetrator, the partner not among them. New is a
// partner whose relation began, or was first seen, after the first of those incidents.
UNWIND $anchors AS id
// Somebody's partner now: recorded by then, and not ended.
MATCH (s:Person {id: id})-[t:RELATED_TO {kind: 'partner'}]-(q:Person)
// A relation without any date cannot be called new, and falls out by the first line.
WHERE coalesce(t.`from`, t.first_seen) <= datetime($as_of)
  AND {{> known_by_then t.first_seen}}
  AND (t.`to` IS NULL OR t.`to` > datetime($as_of))
WITH s, q, min(coalesce(t.`from`, t.first_seen)) AS since,
  max(coalesce(t.last_seen, t.first_seen, t.`from`)) AS seen, collect({{> cited t}}) AS ties
CALL (s, q) {
  OPTIONAL MATCH (s)-[f:RELATED_TO {kind: 'former partner'}]-(q)
  WHERE coalesce(f.first_seen, f.`from`) <= datetime($as_of)
  RETURN max(coalesce(f.last_seen, f.first_seen, f.`from`)) AS parted
}
WITH s, q, since, seen, ties, parted
// One that was recorded as a former partner later than as a partner is none any more.
WHERE parted IS NULL OR parted < seen
CALL (s, q) {
  // Earlier victims are people other than the partner: what is done to the partner is a course
  // of conduct of its own, and no history to be disclosed.
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[r:VICTIM_OF]-(v:Person)
  WHERE {{> counts i}} AND v.id <> s.id AND v.id <> q.id
  WITH v, i, collect(DISTINCT a.attribution) AS hows, collect({{> cited r}}) AS links
  ORDER BY {{> ended i}}, i.id
  WITH v, collect({
    {{> step i hows}}, aimed: {{> aimed i}}, patterned: {{> patterned i}}, links: links}) AS steps
  // A victim of one brawl or one theft is none of a pattern.
  WHERE {{> suffered steps}}
  WITH collect(v.id) AS victims, collect(steps) AS all_steps
  WITH victims, all_steps, reduce(a = [], each_victim IN all_steps |
    a + {{> links_of each_victim}}) AS links
  // An incident with two of the victims is one incident.
  UNWIND all_steps AS steps
  UNWIND steps AS step
  WITH victims, links, step.id AS incident, head(collect(step)) AS step
  ORDER BY step.end, incident
  WITH victims, links, collect(step) AS steps
  RETURN victims, steps, links
}
WITH s, q, since, ties + links AS links, victims, steps, {{> occasions steps}} AS occasions,
  {{> first_of steps}} AS first
// The register's proposed test, and the order of things: a partner of before the first of those
// incidents has lived through them, and is no new one.
WHERE size(victims) >= $min_victims AND occasions >= $min_occasions AND since > first
{{> doubts s}}
WITH s, q, since, links + [x IN doubts | x.link] AS links, victims, steps, occasions, first, doubts,
  size({{> certain victims}}) AS least
// Namesakes whom nobody told apart are not several victims.
WHERE least >= $min_victims
CALL (s, q) {
  // That the partner has reported the suspect already makes it more urgent, and changes nothing.
  OPTIONAL MATCH (s)-[:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[:VICTIM_OF]-(q)
  WHERE {{> counts i}}
  WITH DISTINCT i.id AS incident ORDER BY incident
  RETURN collect(incident) AS partner_incident_ids
}
RETURN s.id AS suspect_id, q.id AS partner_id, least AS victims,
  {{> counted victims least}} AS counted, {{> doubted victims}} AS doubted_victim_ids, occasions, size(steps) AS incidents,
  {{> possible_of steps}} AS possible, size(partner_incident_ids) AS partner_incidents,
  [x IN steps | x.id] AS incident_ids, partner_incident_ids, first,
  last([x IN steps | x.end]) AS last, since, {{> forces_of steps}} AS forces,
  {{> classes_of steps}} AS classes, links
ORDER BY suspect_id, partner_id
