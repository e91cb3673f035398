// name:     neighbour_dispute
// question: Which neighbours accuse one another, round the houses?
// anchor:   Person as suspect
// params:   min_houses: int = 3
// returns:  person_ids: list[str], people: int, houses: int, incidents: int, accused_person_id: str, named: int,
//           possible: int, incident_ids: list[str], first: datetime, last: datetime,
//           forces: list[str], classes: list[str], links: list[map]
// subjects: person_ids
// evidence: incident_ids, links
// reach:    4
// wakes:    -
// flag:     Neighbours accuse one another: {person_ids}
// explain:  Each of {houses} houses names another of them and is named by another, by {people} people in
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
  // Whoever shares a home is one party: a couple of whom one names and the other is named.
  {{> mates circle}}
  UNWIND circle AS accused
  // What is recorded as stalking is no quarrel.
  MATCH (accused)-[r:SUSPECT_IN]->(j:Incident)<-[:VICTIM_OF]-(by:Person)
  WHERE by.id <> accused.id AND {{> counts j}} AND NOT {{> of_group j.offence_classes stalking}}
    AND any(one IN circle WHERE one.id = by.id)
  WITH s, ties, mates, accused.id AS who, by.id AS whose, j, collect(r.attribution) AS hows
  // What they do to one another is no quarrel of neighbours.
  WHERE NOT {{> one_house who whose}}
  WITH s, ties, mates, who, whose, j, hows
  ORDER BY {{> ended j}}, j.id
  WITH s, ties, mates, collect({{{> step j hows}}, accused: who, by: whose}) AS named
  // A house that only names, or is only named, is party to no quarrel: taken off until nobody is left.
  WITH s, ties, mates, reduce(left = named, turn IN range(1, 8) | [x IN left WHERE
    any(y IN left WHERE {{> one_house y.by x.accused}})
    AND any(y IN left WHERE {{> one_house y.accused x.by}})]) AS quarrels
  // A suspect who lives beside a dispute is none of its parties.
  WHERE any(x IN quarrels WHERE x.accused = s.id)
  UNWIND quarrels AS x
  WITH ties, mates, quarrels, x.accused AS who, count(DISTINCT x.id) AS often
  ORDER BY often DESC, who
  WITH ties, mates, quarrels, collect(who) AS accused, head(collect(often)) AS named
  RETURN ties, mates, quarrels, accused, named, reduce(a = accused, x IN quarrels |
    a + [y IN [x.by] WHERE NOT y IN a]) AS parties
}
WITH ties, quarrels, accused, named, parties, size(reduce(kept = [], who IN parties |
  kept + [one IN [who] WHERE NOT any(k IN kept WHERE {{> one_house one k}})])) AS houses
// Two houses that name each other are told as that, in reciprocal_allegation.
WHERE houses >= $min_houses
{{> in_order parties person_ids}}
// One report that names two of them is one report.
WITH ties, person_ids, houses, head(accused) AS accused_person_id, named,
  reduce(a = [], x IN quarrels | a + [y IN [x] WHERE NOT y.id IN [z IN a | z.id]]) AS steps
RETURN person_ids, size(person_ids) AS people, houses, size(steps) AS incidents, accused_person_id, named,
  {{> possible_of steps}} AS possible, [x IN steps | x.id] AS incident_ids,
  {{> first_of steps}} AS first, last([x IN steps | x.end]) AS last,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes, ties AS links
ORDER BY person_ids
