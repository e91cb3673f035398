// name:     course_of_conduct
// question: Which suspects acted on two or more occasions towards the same victim?
// anchor:   Person as suspect
// params:   min_occasions: int = 2, gap_minutes: int = 60
// returns:  suspect_id: str, victim_id: str, occasions: int, incidents: int, direct: int, possible:
//           int, limb: str, doubt: str, doubted_victim_ids: list[str], close_ids: list[str],
//           proxy_ids: list[str], incident_ids: list[str],
//           first: datetime, last: datetime, forces: list[str], classes: list[str], links: list[map]
// subjects: suspect_id, victim_id
// evidence: incident_ids, links
// reach:    3
// wakes:    -
// flag:     Course of conduct: {suspect_id} towards {victim_id}{doubt}
// explain:  {occasions} separate occasions ({incidents} incidents, {direct} of them directly towards
//           {victim_id}) between {first} and {last}, recorded by {forces} as {classes}. Others close
//           to the victim who were targeted: {close_ids}. Carried out through: {proxy_ids}.
//           It rests on the Protection from Harassment Act 1997 {limb}.
// against:  Not told apart from the victim, and taken for the same here: {doubted_victim_ids}.
//           Incidents that name the suspect only as possible: {possible}. Conduct that prevented a
//           crime, had lawful authority or was reasonable is no harassment (s1(3)), and incidents
//           few and far apart make a weaker course.
// source:   Protection from Harassment Act 1997 s7(3)(a), s7(3)(b) with s1(1A), s7(3A); Lau v DPP
//           and Kelly v DPP on what is an occasion

// Two occasions make a course of conduct (s7(3)): occasions are incidents that stand at least
// gap_minutes apart, so that one incident recorded twice counts once. Of several victims who share
// the same incidents the one with the most direct ones owns the flag.
UNWIND $anchors AS id
// Most suspects stand in one incident: they are let go before anything is weighed.
MATCH (s:Person {id: id})-[:SUSPECT_IN|INSTIGATED]->(act:Incident)
WITH s, count(DISTINCT act) AS acts
WHERE acts >= $min_occasions
CALL (s) {
  // Conduct that another was got to do counts as the suspect's own (s7(3A)).
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
  WHERE {{> counts i}}
  WITH s, i, collect(a.attribution) AS hows,
    max(CASE type(a) WHEN 'INSTIGATED' THEN 1 ELSE 0 END) AS instigated
  CALL (s, i) {
    // In relation to that person: s7(3)(a).
    MATCH (v:Person)-[:VICTIM_OF]->(i)
    RETURN v, v.id AS target, 'direct' AS how, [] AS links
    UNION ALL
    // A victim of that name whom nobody told apart from this one: who it was is the question.
    MATCH (w:Person)-[:VICTIM_OF]->(i)
    MATCH (w)-[d:POSSIBLY_SAME]-(v:Person)
    WHERE w.id <> s.id
    RETURN v, w.id AS target, 'doubt' AS how, [{{> cited d}}] AS links
    UNION ALL
    // One occasion towards each of two or more people who belong together: s7(3)(b) with s1(1A).
    // What strikes whoever was there does so for a friend; third_party_targets reads the firm that
    // the victim works for.
    MATCH (w:Person)-[:VICTIM_OF]->(i)
    MATCH (w)-[t:RELATED_TO]-(v:Person)
    WHERE w.id <> s.id AND ({{> close_tie t}} OR ({{> near_tie t w s}} AND {{> aimed i}}))
    RETURN v, w.id AS target, 'close' AS how, [{{> cited t}}] AS links
  }
  WITH s, i, hows, instigated, v, target, how, links
  // Nobody follows themselves: a suspect who is also named as a victim is no victim of their own.
  WHERE v.id <> s.id
  WITH s, i, hows, instigated, v, max(CASE how WHEN 'direct' THEN 1 ELSE 0 END) AS direct,
    collect(DISTINCT CASE how WHEN 'doubt' THEN target END) AS alike,
    collect(DISTINCT CASE how WHEN 'close' THEN target END) AS targets, collect(links) AS links
  CALL (s, i, instigated) {
    // Who carried it out is told, and stays who they are: no instigator, no proxy.
    OPTIONAL MATCH (p:Person)-[:SUSPECT_IN]->(i)
    WHERE instigated = 1 AND p.id <> s.id
    RETURN collect(DISTINCT p.id) AS proxies
  }
  WITH i, hows, v, direct, alike, targets, links, proxies
  // In the order of their ends the largest number of separate occasions can be counted in one go.
  ORDER BY {{> ended i}}, i.id
  WITH v, collect({
    {{> step i hows}}, direct: direct, aimed: {{> aimed i}}, alike: alike, targets: targets,
    proxies: proxies, links: {{> flat links}}}) AS steps
  WITH v, steps, [x IN steps WHERE x.direct = 1] AS direct_steps
  // A relative to whom nothing was ever done is no victim, however much was done to the family,
  // and none is who was stolen from once while it was aimed at a friend.
  WHERE any(x IN direct_steps WHERE x.aimed) OR size(direct_steps) > 1
  WITH v, steps, direct_steps, {{> occasions steps}} AS occasions,
    {{> occasions direct_steps}} AS direct_occasions
  // One event in two reports is no course of conduct.
  WHERE occasions >= $min_occasions
  RETURN collect({victim: v.id,
    alike: reduce(a = [], x IN steps | a + [y IN x.alike WHERE NOT y IN a]), steps: steps, ids: [x IN steps | x.id],
    direct: size(direct_steps), first: head([x IN direct_steps | x.end]),
    occasions: occasions, direct_occasions: direct_occasions}) AS found
}
WITH s, found WHERE size(found) > 0
{{> quarrels s}}
// Neighbours who name one another round the houses are told as one, in neighbour_dispute.
WITH s, [f IN found WHERE NOT {{> quarrel s f.victim f.steps}}] AS found
UNWIND found AS f
WITH s, f, found
// One series is one flag: of two whose incidents lie within each other's, the victim with more
// direct ones owns it, then the longer series, then whoever was met first. A victim of two
// occasions of their own is one, however close to the other: both stand, unless nobody told the
// two apart.
WHERE NOT any(o IN found WHERE o.victim <> f.victim AND all(x IN f.ids WHERE x IN o.ids)
  AND (f.direct_occasions < $min_occasions OR o.victim IN f.alike)
  AND (o.direct > f.direct OR (o.direct = f.direct AND (size(o.ids) > size(f.ids)
    OR (size(o.ids) = size(f.ids) AND (o.first < f.first
      OR (o.first = f.first AND o.victim < f.victim)))))))
WITH s, f, f.steps AS steps,
  reduce(a = [], x IN f.steps | a + [y IN x.targets WHERE y <> f.victim AND NOT y IN a]) AS close,
  reduce(a = [], x IN f.steps | a + [y IN x.proxies WHERE NOT y IN a]) AS proxies,
  [x IN f.steps WHERE x.direct = 1 OR size(x.alike) > 0] AS own
{{> doubts s}}
WITH s, f, steps, close, proxies, [f.victim] + f.alike AS people, doubts,
  {{> occasions own}} AS own_occasions
WITH s, f, steps, close, proxies, people, own_occasions, size({{> certain people}}) AS least
RETURN s.id AS suspect_id, f.victim AS victim_id, f.occasions AS occasions,
  size(steps) AS incidents, f.direct AS direct, {{> possible_of steps}} AS possible,
  // Which limb of s7(3) it rests on is told: stalking (s2A) needs the first.
  CASE WHEN f.direct_occasions >= $min_occasions THEN 's7(3)(a)'
    WHEN own_occasions >= $min_occasions THEN 's7(3)(a), if it was one victim'
    ELSE 's7(3)(b) with s1(1A) (harassment), or s7(3)(a) if the acts were aimed at one person' END
    + CASE WHEN size(proxies) > 0 THEN ' and s7(3A)' ELSE '' END AS limb,
  CASE WHEN size(people) > 1 THEN ' (' + {{> counted people least}} + ')' ELSE '' END AS doubt,
  f.alike AS doubted_victim_ids, close AS close_ids, proxies AS proxy_ids, f.ids AS incident_ids,
  {{> first_of steps}} AS first, last([x IN steps | x.end]) AS last,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes, {{> links_of steps}} AS links
ORDER BY suspect_id, victim_id
