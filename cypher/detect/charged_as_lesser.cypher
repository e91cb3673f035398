// name:     charged_as_lesser
// question: Which stalking, recorded as such, was closed with the charge of an alternative offence?
// anchor:   Person as suspect
// params:   alternative: list[str] = ['1A'], full: list[str] = ['1']
// returns:  suspect_id: str, victim_id: str, closed: int, in_full: int, possible: int, incident_ids:
//           list[str], full_incident_ids: list[str], closed_at: datetime?, forces: list[str],
//           classes: list[str]
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

UNWIND $anchors AS id
// Whoever had it done by another did it (1997 Act s7(3A)), so an instigator is a suspect here.
MATCH (s:Person {id: id})-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
WHERE {{> counts i}}
  // Closed with a charge, of an alternative offence or in full: what was closed without a charge
  // is another question (protection_gap).
  AND i.outcome IN $alternative + $full
  // An outcome is unknown before its date: until then the report was open.
  AND {{> known_by_then i.outcome_at}}
  // Recorded as stalking (s2A, s4A), by its principal or an included class. Harassment that was
  // charged as something less is no stalking that was made small.
  AND {{> of_group i.offence_classes stalking}}
// A crime against nobody by name says nothing of what was charged for whose sake, and nobody is
// the victim of what they did themselves.
MATCH (i)<-[:VICTIM_OF]-(v:Person)
WHERE v.id <> s.id
WITH s, v, i, collect(a.attribution) AS hows
ORDER BY coalesce(i.outcome_at, i.recorded_at), i.id
WITH s, v, collect({
  {{> step i hows}}, lesser: i.outcome IN $alternative, at: i.outcome_at}) AS closings
// What was charged in full never makes the flag; it is counted beside it, and speaks against.
WITH s, v, [x IN closings WHERE x.lesser] AS steps, [x IN closings WHERE NOT x.lesser] AS full
WHERE size(steps) > 0
RETURN s.id AS suspect_id, v.id AS victim_id, size(steps) AS closed, size(full) AS in_full,
  {{> possible_of steps}} AS possible, [x IN steps | x.id] AS incident_ids,
  [x IN full | x.id] AS full_incident_ids, last([x IN steps | x.at]) AS closed_at,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes
ORDER BY suspect_id, victim_id
