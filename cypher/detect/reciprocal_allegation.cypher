// name:     reciprocal_allegation
// question: Which two people have each been reported for something done to the other?
// anchor:   Person as suspect
// params:   -
// returns:  person_ids: list[str], first_victim_id: str?, incidents: int, there_ids: list[str],
//           back_ids: list[str], incident_ids: list[str], days: int, possible: int, first: datetime,
//           last: datetime, forces: list[str], classes: list[str]
// subjects: person_ids
// evidence: incident_ids
// reach:    2
// wakes:    -
// flag:     Each names the other: {person_ids}
// explain:  {incidents} reports between {first} and {last}, recorded by {forces} as {classes}, name
//           one as suspect and the other as victim, in both directions. The first of them named
//           {first_victim_id} as the victim. The first report in the other direction came {days}
//           days later.
// against:  The report that came first need not be the true one, and both may be true or neither.
//           Incidents that name a suspect only as possible: {possible}. A counter-allegation can be
//           part of the harassment: nobody becomes a suspect by this flag.
// source:   Counter-allegations are used to keep stalking, so both sides are read together; Protection
//           from Harassment Act 1997 s1(3) on conduct that was reasonable or prevented a crime

// Nobody's role is changed here. Found from either side with the same answer: people and incidents
// are in a fixed order.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  // Named by report, so instigators are left out: whoever reports names whom they saw.
  MATCH (s)-[:SUSPECT_IN]->(i:Incident)<-[:VICTIM_OF]-(o:Person)
  WHERE o.id <> s.id AND {{> counts i}}
  RETURN DISTINCT o
}
WITH CASE WHEN s.id < o.id THEN s ELSE o END AS a, CASE WHEN s.id < o.id THEN o ELSE s END AS b
WITH DISTINCT a, b
CALL (a, b) {
  MATCH (a)-[r:SUSPECT_IN]->(i:Incident)<-[:VICTIM_OF]-(b)
  RETURN i, b.id AS victim, r.attribution AS how
  UNION ALL
  MATCH (b)-[r:SUSPECT_IN]->(i:Incident)<-[:VICTIM_OF]-(a)
  RETURN i, a.id AS victim, r.attribution AS how
}
WITH a, b, i, victim, how
WHERE {{> counts i}}
WITH a, b, i, collect(DISTINCT victim) AS victims, collect(how) AS hows
// One report that names both as both says nothing of who answered whom: a brawl is no answer.
WHERE size(victims) = 1
WITH a, b, i, head(victims) AS victim, hows
// By when they were recorded: an answer is an answer to what was said, whenever it happened.
ORDER BY coalesce(i.recorded_at, i.occurred_to, i.occurred_from), i.id
WITH a, b, collect({
  {{> step i hows}}, victim: victim,
  recorded: coalesce(i.recorded_at, i.occurred_to, i.occurred_from)}) AS steps
WITH a, b, steps, [x IN steps WHERE x.victim = head(steps).victim] AS there,
  [x IN steps WHERE x.victim <> head(steps).victim] AS back
// Ten reports in one direction are no allegation that goes both ways.
WHERE size(back) > 0
CALL (a, b) {
  // A third house that names one of them and is named by one of them.
  MATCH (a)-[near:RELATED_TO]-(b)
  WHERE near.kind = 'neighbour' AND {{> known_by_then near.first_seen}}
  UNWIND [a, b] AS one
  MATCH (one)-[next:RELATED_TO]-(c:Person)
  WHERE next.kind = 'neighbour' AND {{> known_by_then next.first_seen}}
    AND NOT c.id IN [a.id, b.id]
  MATCH (c)-[:SUSPECT_IN]->(i:Incident)<-[:VICTIM_OF]-(harmed:Person)
  WHERE harmed.id IN [a.id, b.id] AND {{> counts i}} AND NOT {{> of_group i.offence_classes stalking}}
  MATCH (c)-[:VICTIM_OF]->(j:Incident)<-[:SUSPECT_IN]-(blamed:Person)
  WHERE blamed.id IN [a.id, b.id] AND {{> counts j}} AND NOT {{> of_group j.offence_classes stalking}}
  RETURN count(c) AS thirds
}
WITH a, b, steps, there, back, thirds
// Neighbours who accuse one another round the houses are told as one, in neighbour_dispute.
WHERE thirds = 0 OR any(x IN steps WHERE {{> of_group x.classes stalking}})
RETURN [a.id, b.id] AS person_ids,
  // Of reports recorded at one instant nobody's is the first.
  CASE WHEN head(back).recorded > head(there).recorded THEN head(there).victim END AS first_victim_id,
  size(steps) AS incidents, [x IN there | x.id] AS there_ids, [x IN back | x.id] AS back_ids,
  [x IN steps | x.id] AS incident_ids,
  duration.inDays(head(there).recorded, head(back).recorded).days AS days,
  {{> possible_of steps}} AS possible, {{> first_of steps}} AS first,
  reduce(t = head([x IN steps | x.end]), x IN steps |
    CASE WHEN x.end > t THEN x.end ELSE t END) AS last,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes
ORDER BY person_ids
