// name:     neighbour_dispute
// question: Which neighbours accuse one another, round the houses?
// anchor:   Person as suspect
// params:   min_people: int = 3
// returns:  person_ids: list[str], people: int, incidents: int, accused_person_id: str, named: int,
//           possible: int, incident_ids: list[str], first: datetime, last: datetime,
//           forces: list[str], classes: list[str], links: list[map]
// subjects: person_ids
// evidence: incident_ids, links
// reach:    4
// wakes:    -
// flag:     Neighbours accuse one another: {person_ids}
// explain:  Each of these {people} neighbours names another of them and is named by another, in
//           {incidents} reports between {first} and {last}, recorded by {forces} as {classes}.
//           Named most often is {accused_person_id}, in {named} of them.
// against:  A dispute can hide that one of them harasses another: who is named towards one of
//           them more often than all others together has a flag of their own, and what is recorded
//           as stalking is no part of it.
//           Incidents that name the suspect only as possible: {possible}. Nobody becomes a suspect
//           by this flag, or stops being a victim.
// source:   Counter-allegations (graph/rules: reciprocal_allegation); Protection from Harassment Act
//           1997 s1(3) on conduct that was reasonable

// A dispute is told as one, and not as a course of conduct for each pair. Found from each of them
// with the same answer: people and incidents are in a fixed order.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  // Neighbours are those of whom a record says so: that two live in one street says nothing. Two
  // or three doors on they may accuse one another without naming the suspect.
  MATCH (s)-[t:RELATED_TO]-(n:Person)
  WHERE t.kind = 'neighbour' AND {{> known_by_then t.first_seen}}
  MATCH (n)-[u:RELATED_TO]-(m:Person)
  WHERE u.kind = 'neighbour' AND {{> known_by_then u.first_seen}}
  MATCH (m)-[w:RELATED_TO]-(o:Person)
  WHERE w.kind = 'neighbour' AND {{> known_by_then w.first_seen}}
  UNWIND [n, m, o] AS one
  WITH s, collect(DISTINCT one) AS circle,
    collect({{> cited t}}) + collect({{> cited u}}) + collect({{> cited w}}) AS ties
  UNWIND circle AS accused
  // What is recorded as stalking is no quarrel.
  MATCH (accused)-[r:SUSPECT_IN]->(j:Incident)<-[:VICTIM_OF]-(by:Person)
  WHERE by.id <> accused.id AND {{> counts j}} AND NOT {{> of_group j.offence_classes stalking}}
    AND any(one IN circle WHERE one.id = by.id)
  WITH s, ties, accused.id AS who, by.id AS whose, j, collect(r.attribution) AS hows
  ORDER BY {{> ended j}}, j.id
  WITH s, ties, collect({{{> step j hows}}, accused: who, by: whose}) AS named
  // Who only names, or is only named, is party to no quarrel: taken off until nobody is left.
  WITH s, ties, reduce(left = named, turn IN range(1, 8) | [x IN left WHERE
    any(y IN left WHERE y.by = x.accused) AND any(y IN left WHERE y.accused = x.by)]) AS quarrels
  // A suspect who lives beside a dispute is none of its parties.
  WHERE any(x IN quarrels WHERE x.accused = s.id)
  UNWIND quarrels AS x
  WITH ties, quarrels, x.accused AS who, count(DISTINCT x.id) AS often
  ORDER BY often DESC, who
  RETURN ties, quarrels, collect(who) AS parties, head(collect(often)) AS named
}
// Two neighbours who name each other are told as that, in reciprocal_allegation.
WITH ties, quarrels, parties, named
WHERE size(parties) >= $min_people
{{> in_order parties person_ids}}
// One report that names two of them is one report.
WITH ties, person_ids, head(parties) AS accused_person_id, named,
  reduce(a = [], x IN quarrels | a + [y IN [x] WHERE NOT y.id IN [z IN a | z.id]]) AS steps
RETURN person_ids, size(person_ids) AS people, size(steps) AS incidents, accused_person_id, named,
  {{> possible_of steps}} AS possible, [x IN steps | x.id] AS incident_ids,
  {{> first_of steps}} AS first, last([x IN steps | x.end]) AS last,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes, ties AS links
ORDER BY person_ids
