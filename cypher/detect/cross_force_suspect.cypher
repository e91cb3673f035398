// name:     cross_force_suspect
// question: Which suspects stand in incidents of two or more forces?
// anchor:   Person as suspect
// params:   min_forces: int = 2, min_occasions: int = 2, gap_minutes: int = 60
// returns:  suspect_id: str, forces: list[str], occasions: int, incidents: int, victims: int,
//           counted: str, doubted_victim_ids: list[str], possible: int, incident_ids: list[str], first: datetime, last: datetime, classes:
//           list[str], links: list[map]
// subjects: suspect_id
// evidence: incident_ids, links
// reach:    2
// wakes:    -
// flag:     Known to {forces}: {suspect_id}
// explain:  {incidents} incidents on {occasions} separate occasions between {first} and {last},
//           recorded by {forces} as {classes}, towards {counted}.
// against:  Not told apart, and counted as fewer people for it: {doubted_victim_ids}.
//           Incidents that name the suspect only as possible: {possible}. That the forces mean one
//           person rests on who was taken for whom: look at the mentions before anything else.
// source:   Forces see their own part only: Lancashire PCC on patterns of behaviour; the "postcode
//           lottery" (2017 joint inspection)

// The person is one only as far as identity resolution says so: a shared name joins nothing here.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
  // An incident that no force has recorded yet (another record refers to it) is of no force.
  WHERE {{> counts i}} AND i.force IS NOT NULL
  WITH s, i, collect(a.attribution) AS hows
  CALL (s, i) {
    // How many people it was done to is told, though not who: the links are cited all the same.
    // A report without a victim counts too, since it is known to its force.
    OPTIONAL MATCH (v:Person)-[r:VICTIM_OF]->(i)
    WHERE v.id <> s.id
    RETURN collect(DISTINCT v.id) AS victims, collect({{> cited r}}) AS links
  }
  WITH i, hows, victims, links
  ORDER BY {{> ended i}}, i.id
  RETURN collect({
    {{> step i hows}}, victims: victims, links: links}) AS steps
}
WITH s, steps, {{> forces_of steps}} AS forces, {{> occasions steps}} AS occasions,
  reduce(a = [], x IN steps | a + [y IN x.victims WHERE NOT y IN a]) AS victims
// One event that two forces both recorded is one occasion, and flags nobody by itself.
WHERE size(forces) >= $min_forces AND occasions >= $min_occasions
{{> doubts s}}
WITH s, steps, forces, occasions, victims, doubts, size({{> certain victims}}) AS least
RETURN s.id AS suspect_id, forces, occasions, size(steps) AS incidents, least AS victims,
  {{> counted victims least}} AS counted, {{> doubted victims}} AS doubted_victim_ids,
  {{> possible_of steps}} AS possible, [x IN steps | x.id] AS incident_ids,
  {{> first_of steps}} AS first, last([x IN steps | x.end]) AS last,
  {{> classes_of steps}} AS classes, {{> links_of steps}} + [x IN doubts | x.link] AS links
ORDER BY suspect_id
