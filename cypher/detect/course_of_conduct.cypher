// name:     course_of_conduct
// question: Which suspects acted on two or more occasions towards the same victim?
// anchor:   Person as suspect
// params:   min_occasions: int = 2, gap_minutes: int = 60
// returns:  suspect_id: str, victim_id: str, occasions: int, incidents: int, direct: int, possible:
//           int, limb: str, close_ids: list[str], proxy_ids: list[str], incident_ids: list[str],
//           first: datetime, last: datetime, forces: list[str], classes: list[str], record_ids:
//           list[str], level: int
// subjects: suspect_id, victim_id
// evidence: incident_ids, record_ids
// reach:    2
// wakes:    -
// flag:     Course of conduct: {suspect_id} towards {victim_id}
// explain:  {occasions} separate occasions ({incidents} incidents, {direct} of them directly towards
//           {victim_id}) between {first} and {last}, recorded by {forces} as {classes}. Others close
//           to the victim who were targeted: {close_ids}. Carried out through: {proxy_ids}.
//           It rests on {limb}.
// against:  Incidents that name the suspect only as possible: {possible}. Conduct that prevented a
//           crime, had lawful authority or was reasonable is no harassment (s1(3)), and incidents
//           few and far apart make a weaker course.
// source:   Protection from Harassment Act 1997 s7(3)(a), s7(3)(b) with s1(1A), s7(3A); Lau v DPP
//           and Kelly v DPP on what is an occasion

// Occasions are the largest set of incidents that stand at least gap_minutes apart, so that
// one incident recorded twice counts once. Conduct towards a partner, parent, child, sibling
// or housemate of the victim belongs to the course; of several victims who share the same
// incidents the one with the most direct ones owns the flag. An incident of unknown time is
// taken to have happened at any time before it was recorded.
UNWIND $anchors AS id
MATCH (s:Person {id: id})-[:SUSPECT_IN|INSTIGATED]->(act:Incident)
WITH s, count(DISTINCT act) AS acts
WHERE acts >= $min_occasions
CALL (s) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
  WHERE NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  WITH s, i, collect(a.attribution) AS hows, max(coalesce(a.level, 0)) AS actor_level,
    max(CASE type(a) WHEN 'INSTIGATED' THEN 1 ELSE 0 END) AS instigated
  CALL (s, i) {
    MATCH (v:Person)-[r:VICTIM_OF]->(i)
    RETURN v, v.id AS target, 1 AS direct, coalesce(r.level, 0) AS target_level, [] AS ties
    UNION ALL
    MATCH (w:Person)-[r:VICTIM_OF]->(i)
    MATCH (w)-[t:RELATED_TO]-(v:Person)
    WHERE w.id <> s.id AND t.kind IN ['partner', 'parent', 'child', 'sibling', 'lives with']
    RETURN v, w.id AS target, 0 AS direct,
      CASE WHEN t.level > r.level THEN t.level ELSE coalesce(r.level, 0) END AS target_level,
      coalesce(t.records, []) AS ties
  }
  WITH s, i, hows, actor_level, instigated, v, target, direct, target_level, ties
  WHERE v.id <> s.id
  WITH s, i, hows, actor_level, instigated, v, max(direct) AS direct,
    max(target_level) AS target_level, collect(DISTINCT target) AS targets,
    collect(ties) AS ties
  CALL (s, i, instigated) {
    OPTIONAL MATCH (p:Person)-[r:SUSPECT_IN]->(i)
    WHERE instigated = 1 AND p.id <> s.id
    RETURN collect(DISTINCT p.id) AS proxies, max(coalesce(r.level, 0)) AS proxy_level
  }
  WITH i, hows, actor_level, v, direct, target_level, targets, ties, proxies, proxy_level
  ORDER BY coalesce(i.occurred_to, i.occurred_from, i.recorded_at), i.id
  WITH v, collect({
    id: i.id, start: i.occurred_from, end: coalesce(i.occurred_to, i.occurred_from, i.recorded_at),
    seen: coalesce(i.occurred_from, i.recorded_at), force: i.force,
    classes: coalesce(i.offence_classes, []), direct: direct, targets: targets, proxies: proxies,
    possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
    ties: CASE direct WHEN 1 THEN [] ELSE ties END,
    level: reduce(top = coalesce(i.level, 0), x IN [actor_level, target_level, proxy_level] |
      CASE WHEN x > top THEN x ELSE top END)}) AS steps
  WITH v, steps, [x IN steps WHERE x.direct = 1] AS direct_steps
  WHERE size(direct_steps) > 0
  WITH v, steps, direct_steps,
    reduce(a = {n: 0, end: null}, x IN steps |
      CASE WHEN a.n = 0 OR x.start >= a.end + duration({minutes: $gap_minutes})
        THEN {n: a.n + 1, end: x.end} ELSE a END).n AS occasions,
    reduce(a = {n: 0, end: null}, x IN direct_steps |
      CASE WHEN a.n = 0 OR x.start >= a.end + duration({minutes: $gap_minutes})
        THEN {n: a.n + 1, end: x.end} ELSE a END).n AS direct_occasions
  WHERE occasions >= $min_occasions
  RETURN collect({victim: v.id, steps: steps, ids: [x IN steps | x.id],
    direct: size(direct_steps), first: head([x IN direct_steps | x.end]),
    occasions: occasions, direct_occasions: direct_occasions}) AS found
}
UNWIND found AS f
WITH s, f, found
WHERE NOT any(o IN found WHERE o.victim <> f.victim AND all(x IN f.ids WHERE x IN o.ids)
  AND (o.direct > f.direct OR (o.direct = f.direct AND (size(o.ids) > size(f.ids)
    OR (size(o.ids) = size(f.ids) AND (o.first < f.first
      OR (o.first = f.first AND o.victim < f.victim)))))))
WITH s, f,
  reduce(a = [], x IN f.steps | a + [y IN x.targets WHERE y <> f.victim AND NOT y IN a]) AS close,
  reduce(a = [], x IN f.steps | a + [y IN x.proxies WHERE NOT y IN a]) AS proxies,
  reduce(a = [], x IN f.steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN f.steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes
CALL (f) {
  UNWIND f.steps AS x
  UNWIND x.ties AS part
  UNWIND part AS y
  WITH DISTINCT y ORDER BY y
  RETURN collect(y) AS tie_records
}
RETURN s.id AS suspect_id, f.victim AS victim_id, f.occasions AS occasions,
  size(f.steps) AS incidents, f.direct AS direct,
  reduce(n = 0, x IN f.steps | n + x.possible) AS possible,
  CASE WHEN f.direct_occasions >= $min_occasions THEN 's7(3)(a)'
    ELSE 's7(3)(b) with s1(1A) (harassment), or s7(3)(a) if the acts were aimed at one person' END
    + CASE WHEN size(proxies) > 0 THEN ' and s7(3A)' ELSE '' END AS limb,
  close AS close_ids, proxies AS proxy_ids, f.ids AS incident_ids,
  reduce(t = head([x IN f.steps | x.seen]), x IN f.steps |
    CASE WHEN x.seen < t THEN x.seen ELSE t END) AS first,
  last([x IN f.steps | x.end]) AS last,
  forces, classes, tie_records AS record_ids,
  reduce(top = 0, x IN f.steps | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
ORDER BY suspect_id, victim_id
