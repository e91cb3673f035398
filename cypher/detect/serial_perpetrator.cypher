// name:     serial_perpetrator
// question: Who acted on two or more occasions against two or more victims?
// anchor:   Person as suspect
// params:   min_victims: int = 2, min_occasions: int = 2, gap_minutes: int = 60
// returns:  suspect_id: str, victim_ids: list[str], victims: int, counted: str,
//           doubted_victim_ids: list[str], occasions: int, incidents: int, possible: int,
//           incident_ids: list[str], first: datetime, last: datetime, forces: list[str],
//           classes: list[str], links: list[map]
// subjects: suspect_id
// evidence: incident_ids, links
// reach:    3
// wakes:    -
// flag:     Serial perpetrator: {suspect_id}, {counted}
// explain:  {occasions} separate occasions ({incidents} incidents) against {victim_ids} between
//           {first} and {last}, recorded by {forces} as {classes}.
// against:  Not told apart, and counted as fewer people for it: {doubted_victim_ids}.
//           Incidents that name the suspect only as possible: {possible}. A finding of two or more
//           victims says nothing of how grave it was, and no register exists in law.
// source:   The register's proposed test, two occasions against two or more victims (Paladin;
//           HL5183): no register exists in law

// The proposed test of a register: two occasions against two or more victims.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
{{> quarrels s}}
CALL (s, quarrels) {
  // Victims are people: a shop or an agency is none.
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[:VICTIM_OF]-(v:Person)
  WHERE {{> counts i}} AND v.id <> s.id
  WITH s, quarrels, v, i, collect(DISTINCT a.attribution) AS hows
  ORDER BY {{> ended i}}, i.id
  WITH s, quarrels, v, collect({
    {{> step i hows}}, aimed: {{> aimed i}}, patterned: {{> patterned i}}}) AS steps
  // Somebody who was robbed twice, or hit in one brawl, is no victim of a pattern: it takes
  // something aimed at the person, and two occasions or one of stalking, harassment, threats,
  // control or malicious communications.
  // Those of a quarrel among neighbours are told as one, in neighbour_dispute.
  WHERE {{> suffered steps}} AND NOT {{> quarrel s v.id steps}}
  WITH v, steps ORDER BY head([x IN steps | x.end]), v.id
  WITH collect(v.id) AS victims, collect(steps) AS all_steps
  // An incident with two of the victims is one incident.
  UNWIND all_steps AS steps
  UNWIND steps AS step
  WITH victims, step.id AS incident, head(collect(step)) AS step
  ORDER BY step.end, incident
  RETURN victims, collect(step) AS steps
}
WITH s, victims, steps, {{> occasions steps}} AS occasions
// Two victims of one occasion are one attack: the test asks for two.
WHERE size(victims) >= $min_victims AND occasions >= $min_occasions
{{> doubts s}}
WITH s, victims, steps, occasions, doubts, size({{> certain victims}}) AS least
// Namesakes whom nobody told apart are not several victims.
WHERE least >= $min_victims
RETURN s.id AS suspect_id, victims AS victim_ids, least AS victims,
  {{> counted victims least}} AS counted, {{> doubted victims}} AS doubted_victim_ids, occasions,
  size(steps) AS incidents, {{> possible_of steps}} AS possible,
  [x IN steps | x.id] AS incident_ids, {{> first_of steps}} AS first,
  last([x IN steps | x.end]) AS last, {{> forces_of steps}} AS forces,
  {{> classes_of steps}} AS classes, [x IN doubts | x.link] AS links
ORDER BY suspect_id
