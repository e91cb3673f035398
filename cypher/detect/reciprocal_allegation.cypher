// name:     reciprocal_allegation
// question: Which two people have each been reported for something done to the other?
// anchor:   Person as suspect
// params:   -
// returns:  person_ids: list[str], first_victim_id: str?, incidents: int, there_ids: list[str],
//           back_ids: list[str], incident_ids: list[str], days: int, possible: int, first: datetime,
//           last: datetime, forces: list[str], classes: list[str], level: int
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

// Found from either side with the same answer: people and incidents are in a fixed order.
// Nobody's role is changed here. One report that names both as both says nothing of who
// answered whom, so it takes two different incidents. The first victim is the one of the
// report that was recorded first; of reports recorded at one instant it is nobody.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  MATCH (s)-[:SUSPECT_IN]->(i:Incident)<-[:VICTIM_OF]-(o:Person)
  WHERE o.id <> s.id AND NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  RETURN DISTINCT o
}
WITH CASE WHEN s.id < o.id THEN s ELSE o END AS a, CASE WHEN s.id < o.id THEN o ELSE s END AS b
WITH DISTINCT a, b
CALL (a, b) {
  MATCH (a)-[r:SUSPECT_IN]->(i:Incident)<-[w:VICTIM_OF]-(b)
  RETURN i, b.id AS victim, r.attribution AS how,
    CASE WHEN r.level > w.level THEN r.level ELSE coalesce(w.level, 0) END AS link_level
  UNION ALL
  MATCH (b)-[r:SUSPECT_IN]->(i:Incident)<-[w:VICTIM_OF]-(a)
  RETURN i, a.id AS victim, r.attribution AS how,
    CASE WHEN r.level > w.level THEN r.level ELSE coalesce(w.level, 0) END AS link_level
}
WITH a, b, i, victim, how, link_level
WHERE NOT coalesce(i.cancelled, false)
  AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
WITH a, b, i, collect(DISTINCT victim) AS victims, collect(how) AS hows,
  max(link_level) AS link_level
WHERE size(victims) = 1
WITH a, b, i, head(victims) AS victim, hows, link_level
ORDER BY coalesce(i.recorded_at, i.occurred_to, i.occurred_from), i.id
WITH a, b, collect({
  id: i.id, victim: victim, recorded: coalesce(i.recorded_at, i.occurred_to, i.occurred_from),
  seen: coalesce(i.occurred_from, i.recorded_at),
  end: coalesce(i.occurred_to, i.occurred_from, i.recorded_at), force: i.force,
  classes: coalesce(i.offence_classes, []),
  possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
  level: CASE WHEN i.level > link_level THEN i.level ELSE link_level END}) AS steps
WITH a, b, steps, [x IN steps WHERE x.victim = head(steps).victim] AS there,
  [x IN steps WHERE x.victim <> head(steps).victim] AS back
WHERE size(back) > 0
RETURN [a.id, b.id] AS person_ids,
  CASE WHEN head(back).recorded > head(there).recorded THEN head(there).victim END AS first_victim_id,
  size(steps) AS incidents, [x IN there | x.id] AS there_ids, [x IN back | x.id] AS back_ids,
  [x IN steps | x.id] AS incident_ids,
  duration.inDays(head(there).recorded, head(back).recorded).days AS days,
  reduce(n = 0, x IN steps | n + x.possible) AS possible,
  reduce(t = head([x IN steps | x.seen]), x IN steps |
    CASE WHEN x.seen < t THEN x.seen ELSE t END) AS first,
  reduce(t = head([x IN steps | x.end]), x IN steps |
    CASE WHEN x.end > t THEN x.end ELSE t END) AS last,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  reduce(top = 0, x IN steps | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
ORDER BY person_ids
