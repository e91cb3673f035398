// name:     third_party_targets
// question: Which suspects turned on those close to a victim, or on the victim's workplace or property?
// anchor:   Person as suspect
// params:   gap_minutes: int = 60, max_household: int = 6
// returns:  suspect_id: str, victim_id: str, close_ids: list[str], organisation_ids: list[str],
//           ties: list[str], property: int, direct: int, third: int, occasions: int, possible: int,
//           incident_ids: list[str], third_ids: list[str], first: datetime, last: datetime,
//           forces: list[str], classes: list[str], links: list[map]
// subjects: suspect_id, victim_id
// evidence: incident_ids, links
// reach:    3
// wakes:    -
// flag:     Those around {victim_id} are targets too: {suspect_id}
// explain:  Beside {direct} incidents directly towards {victim_id}, {third} incidents were aimed
//           at others. People close to {victim_id} who were targeted: {close_ids}. Employers that
//           were targeted: {organisation_ids}. Incidents of damage at the home, or at the
//           vehicle, of {victim_id} that name no victim: {property}. The ties are {ties}. In all {occasions} separate occasions
//           between {first} and {last}, recorded by {forces} as {classes}.
// against:  The tie may be no reason for it: {suspect_id} may know those people independently of
//           {victim_id}. Incidents that name the suspect only as possible: {possible}.
// source:   Protection from Harassment Act 1997 s7(3)(b) with s1(1A); s2A(3) on interfering with
//           property; proxies and third parties in the Stalking Protection Act 2019 notes

// Of two people who are close, the one with the most direct incidents is the victim, of equals the
// one met first; the other is the third party. An incident that names both counts as both.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  // Whom the suspect met, and how often: on neither side does what strikes whoever was there count
  // unless a class aimed at a person stands beside it.
  MATCH (s)-[:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[:VICTIM_OF]-(v:Person)
  WHERE v.id <> s.id AND {{> counts i}} AND {{> aimed i}}
  WITH v, count(DISTINCT i.id) AS direct, min({{> began i}}) AS opened
  RETURN collect({person: v, id: v.id, direct: direct, opened: opened}) AS met
}
UNWIND met AS m
WITH s, met, m, m.person AS v
CALL (s, v) {
  // Those close to the victim: s7(3)(b) with s1(1A). Living together alone is no tie in a
  // household of more than max_household: a hostel is no family.
  MATCH (v)-[t:RELATED_TO]-(w:Person)-[:VICTIM_OF]->(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(s)
  WHERE w.id <> s.id AND ({{> close_tie t}} OR {{> near_tie t w s}})
    AND {{> known_by_then t.first_seen}}
    AND (NOT t.kind IN ['lives with', 'housemate'] OR COUNT {
      MATCH (v)-[h:RELATED_TO]-(:Person) WHERE h.kind IN ['lives with', 'housemate']
    } <= $max_household)
  RETURN j, w.id AS target, 'person' AS what, t.kind AS tie, [{{> cited t}}] AS links
  UNION ALL
  // The victim's employer, unless the suspect works there too: that is a quarrel at work.
  MATCH (v)-[t:WORKS_FOR]->(o:Organisation)-[:VICTIM_OF]->(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(s)
  WHERE {{> known_by_then t.first_seen}}
    AND NOT EXISTS { MATCH (s)-[:WORKS_FOR]->(o) }
  RETURN j, o.id AS target, 'organisation' AS what, 'employer' AS tie, [{{> cited t}}] AS links
  UNION ALL
  // Interfering with property, s2A(3)(f), where the report names no victim. At the home it takes
  // criminal damage (58A-58J): merely standing there is conduct towards the victim, which other
  // rules read. A block of flats or a home that was left, or is the suspect's own, is no target.
  MATCH (v)-[t:LIVES_AT]->(x:Address)<-[at:AT]-(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(s)
  WHERE {{> known_by_then t.first_seen}}
    AND (any(c IN coalesce(j.offence_classes, []) WHERE c STARTS WITH '58')
      OR 'damage' IN coalesce(j.behaviours, []))
    AND (t.`to` IS NULL OR t.`to` > {{> began j}})
    AND NOT EXISTS { MATCH ()-[:VICTIM_OF]->(j) } AND NOT EXISTS { MATCH (s)-[:LIVES_AT]->(x) }
    AND COUNT { MATCH (:Person)-[:LIVES_AT]->(x) } <= $max_household
  RETURN j, j.id AS target, 'property' AS what, 'home' AS tie,
    [{{> cited t}}, {{> cited at}}] AS links
  UNION ALL
  // The same of the vehicle, on the victim's side of the report.
  MATCH (v)-[t:DRIVES]->(x:Vehicle)<-[r:INVOLVES]-(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(s)
  WHERE r.whose = 'victim' AND NOT EXISTS { MATCH ()-[:VICTIM_OF]->(j) }
    AND {{> known_by_then t.first_seen}}
  RETURN j, j.id AS target, 'property' AS what, 'vehicle' AS tie,
    [{{> cited t}}, {{> cited r}}] AS links
}
WITH s, met, m, v, j, target, what, tie, links
WHERE {{> counts j}} AND {{> aimed j}}
  // Nobody is the third party of one who was met less often, or later.
  AND NOT any(o IN met WHERE o.id = target AND (o.direct > m.direct OR (o.direct = m.direct
    AND (o.opened < m.opened OR (o.opened = m.opened AND o.id < m.id)))))
WITH s, v, collect({id: j.id, target: target, what: what, tie: tie, links: links}) AS thirds
CALL (s, v, thirds) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
  WHERE {{> counts i}} AND {{> aimed i}}
  OPTIONAL MATCH (v)-[r:VICTIM_OF]->(i)
  WITH i, thirds, collect(a.attribution) AS hows, count(r) AS direct
  WHERE direct > 0 OR any(x IN thirds WHERE x.id = i.id)
  WITH i, hows, direct, any(x IN thirds WHERE x.id = i.id) AS third
  ORDER BY {{> ended i}}, i.id
  RETURN collect({
    {{> step i hows}}, direct: CASE WHEN direct > 0 THEN 1 ELSE 0 END, third: third}) AS steps
}
WITH s, v, thirds, steps, {{> occasions steps}} AS occasions
// All of it on one occasion is one act: who was there with the victim was no target. Who was there
// each time is a victim too, and nobody drawn in.
WHERE occasions > 1 AND any(x IN steps WHERE NOT x.third)
WITH s, collect({victim: v.id, thirds: thirds, steps: steps, occasions: occasions,
  direct: size([x IN steps WHERE x.direct = 1]), ids: [x IN steps | x.id]}) AS found
UNWIND found AS f
WITH s, f, found
// One series is one flag, as in course_of_conduct.
WHERE NOT any(o IN found WHERE o.victim <> f.victim AND all(x IN f.ids WHERE x IN o.ids)
  AND (size(o.ids) > size(f.ids) OR o.direct > f.direct
    OR (o.direct = f.direct AND o.victim < f.victim)))
WITH s, f, f.steps AS steps, f.thirds AS thirds, [x IN f.thirds | x.tie] AS all_ties
{{> in_order all_ties ties}}
CALL (thirds) {
  UNWIND thirds AS x
  WITH DISTINCT x.what AS what, x.target AS target ORDER BY target
  RETURN collect({what: what, id: target}) AS targets
}
RETURN s.id AS suspect_id, f.victim AS victim_id,
  [x IN targets WHERE x.what = 'person' | x.id] AS close_ids,
  [x IN targets WHERE x.what = 'organisation' | x.id] AS organisation_ids, ties,
  size([x IN targets WHERE x.what = 'property']) AS property,
  f.direct AS direct, size([x IN steps WHERE x.third]) AS third, f.occasions AS occasions,
  {{> possible_of steps}} AS possible, f.ids AS incident_ids,
  [x IN steps WHERE x.third | x.id] AS third_ids,
  {{> first_of steps}} AS first, last([x IN steps | x.end]) AS last,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes, {{> links_of thirds}} AS links
ORDER BY suspect_id, victim_id
