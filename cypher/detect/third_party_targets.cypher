// name:     third_party_targets
// question: Which suspects turned on those close to a victim, or on the victim's workplace or property?
// anchor:   Person as suspect
// params:   gap_minutes: int = 60, max_household: int = 6
// returns:  suspect_id: str, victim_id: str, close_ids: list[str], organisation_ids: list[str],
//           ties: list[str], property: int, direct: int, third: int, occasions: int, possible: int,
//           incident_ids: list[str], third_ids: list[str], first: datetime, last: datetime,
//           forces: list[str], classes: list[str], record_ids: list[str], level: int
// subjects: suspect_id, victim_id
// evidence: incident_ids, record_ids
// reach:    3
// wakes:    -
// flag:     Those around {victim_id} are targets too: {suspect_id}
// explain:  Beside {direct} incidents directly towards {victim_id}, {third} incidents were aimed
//           elsewhere. People close to {victim_id} who were targeted: {close_ids}. Employers that
//           were targeted: {organisation_ids}. Incidents of damage at the home, or at the
//           vehicle, of {victim_id} that name no victim: {property}. The ties are {ties}. In all {occasions} separate occasions
//           between {first} and {last}, recorded by {forces} as {classes}.
// against:  The tie may be no reason for it: {suspect_id} may know those people independently of
//           {victim_id}. Incidents that name the suspect only as possible: {possible}.
// source:   Protection from Harassment Act 1997 s7(3)(b) with s1(1A); s2A(3) on interfering with
//           property; proxies and third parties in the Stalking Protection Act 2019 notes

// Of two people who are close, the one with the most direct incidents is the victim, of
// equals the one met first; the other is the third party. Theft, fraud, burglary and drugs,
// where the victim is whoever was there, count on neither side unless a class aimed at a
// person stands beside them. Living together alone is no tie in a household of more than
// max_household. An incident that names both is direct. All of it on one occasion is one act.
// At the home it takes criminal damage (58A-58J): merely standing there is conduct towards
// the victim, which other rules read.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  MATCH (s)-[:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[:VICTIM_OF]-(v:Person)
  WHERE v.id <> s.id AND NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
    AND (size(coalesce(i.offence_classes, [])) = 0
      OR any(c IN i.offence_classes
        WHERE NOT any(p IN $ref.impersonal WHERE c = p OR c STARTS WITH p + '/')))
  WITH v, count(DISTINCT i.id) AS direct, min(coalesce(i.occurred_from, i.recorded_at)) AS opened
  RETURN collect({person: v, id: v.id, direct: direct, opened: opened}) AS met
}
UNWIND met AS m
WITH s, met, m, m.person AS v
CALL (s, v) {
  MATCH (v)-[t:RELATED_TO]-(w:Person)-[r:VICTIM_OF]->(j:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(s)
  WHERE w.id <> s.id AND t.kind IN ['partner', 'parent', 'child', 'sibling', 'lives with']
    AND (t.first_seen IS NULL OR t.first_seen <= datetime($as_of))
    AND (t.kind <> 'lives with'
      OR COUNT { MATCH (v)-[:RELATED_TO {kind: 'lives with'}]-(:Person) } <= $max_household)
  RETURN j, w.id AS target, 'person' AS what, t.kind AS tie, coalesce(t.records, []) AS ties,
    reduce(top = 0, x IN [t.level, r.level, a.level] | CASE WHEN x > top THEN x ELSE top END) AS link_level
  UNION ALL
  MATCH (v)-[t:WORKS_FOR]->(o:Organisation)-[r:VICTIM_OF]->(j:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(s)
  WHERE (t.first_seen IS NULL OR t.first_seen <= datetime($as_of))
    AND NOT EXISTS { MATCH (s)-[:WORKS_FOR]->(o) }
  RETURN j, o.id AS target, 'organisation' AS what, 'employer' AS tie,
    coalesce(t.records, []) AS ties,
    reduce(top = 0, x IN [t.level, r.level, a.level] | CASE WHEN x > top THEN x ELSE top END) AS link_level
  UNION ALL
  MATCH (v)-[t:LIVES_AT]->(x:Address)<-[:AT]-(j:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(s)
  WHERE (t.first_seen IS NULL OR t.first_seen <= datetime($as_of))
    AND (any(c IN coalesce(j.offence_classes, []) WHERE c STARTS WITH '58')
      OR 'damage' IN coalesce(j.behaviours, []))
    AND (t.`to` IS NULL OR t.`to` > coalesce(j.occurred_from, j.recorded_at))
    AND NOT EXISTS { MATCH ()-[:VICTIM_OF]->(j) } AND NOT EXISTS { MATCH (s)-[:LIVES_AT]->(x) }
    AND COUNT { MATCH (:Person)-[:LIVES_AT]->(x) } <= $max_household
  RETURN j, j.id AS target, 'property' AS what, 'home' AS tie, coalesce(t.records, []) AS ties,
    CASE WHEN t.level > a.level THEN t.level ELSE coalesce(a.level, 0) END AS link_level
  UNION ALL
  MATCH (v)-[t:DRIVES]->(x:Vehicle)<-[r:INVOLVES]-(j:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(s)
  WHERE r.whose = 'victim' AND NOT EXISTS { MATCH ()-[:VICTIM_OF]->(j) }
    AND (t.first_seen IS NULL OR t.first_seen <= datetime($as_of))
  RETURN j, j.id AS target, 'property' AS what, 'vehicle' AS tie, coalesce(t.records, []) AS ties,
    reduce(top = 0, x IN [t.level, r.level, a.level] | CASE WHEN x > top THEN x ELSE top END) AS link_level
}
WITH s, met, m, v, j, target, what, tie, ties, link_level
WHERE NOT coalesce(j.cancelled, false)
  AND (j.recorded_at IS NULL OR j.recorded_at <= datetime($as_of))
  AND (size(coalesce(j.offence_classes, [])) = 0
    OR any(c IN j.offence_classes
      WHERE NOT any(p IN $ref.impersonal WHERE c = p OR c STARTS WITH p + '/')))
  AND NOT EXISTS { MATCH (v)-[:VICTIM_OF]->(j) }
  AND NOT any(o IN met WHERE o.id = target AND (o.direct > m.direct OR (o.direct = m.direct
    AND (o.opened < m.opened OR (o.opened = m.opened AND o.id < m.id)))))
WITH s, v, collect({id: j.id, target: target, what: what, tie: tie, ties: ties, level: link_level})
  AS thirds
CALL (s, v, thirds) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)
  WHERE NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
    AND (size(coalesce(i.offence_classes, [])) = 0
      OR any(c IN i.offence_classes
        WHERE NOT any(p IN $ref.impersonal WHERE c = p OR c STARTS WITH p + '/')))
  OPTIONAL MATCH (v)-[r:VICTIM_OF]->(i)
  WITH i, thirds, collect(a.attribution) AS hows, count(r) AS direct,
    max(CASE WHEN a.level > r.level THEN a.level ELSE coalesce(r.level, a.level, 0) END) AS link_level
  WHERE direct > 0 OR any(x IN thirds WHERE x.id = i.id)
  WITH i, thirds, hows, direct, link_level
  ORDER BY coalesce(i.occurred_to, i.occurred_from, i.recorded_at), i.id
  RETURN collect({
    id: i.id, direct: CASE WHEN direct > 0 THEN 1 ELSE 0 END, start: i.occurred_from,
    end: coalesce(i.occurred_to, i.occurred_from, i.recorded_at),
    seen: coalesce(i.occurred_from, i.recorded_at), force: i.force,
    classes: coalesce(i.offence_classes, []),
    possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
    level: reduce(top = coalesce(i.level, 0),
      x IN [link_level] + [y IN thirds WHERE y.id = i.id | y.level] |
      CASE WHEN x > top THEN x ELSE top END)}) AS steps
}
WITH s, v, thirds, steps, reduce(a = {n: 0, end: null}, x IN steps |
  CASE WHEN a.n = 0 OR x.start >= a.end + duration({minutes: $gap_minutes})
    THEN {n: a.n + 1, end: x.end} ELSE a END).n AS occasions
WHERE occasions > 1
WITH s, collect({victim: v.id, thirds: thirds, steps: steps, occasions: occasions,
  direct: size([x IN steps WHERE x.direct = 1]), ids: [x IN steps | x.id]}) AS found
UNWIND found AS f
WITH s, f, found
WHERE NOT any(o IN found WHERE o.victim <> f.victim AND all(x IN f.ids WHERE x IN o.ids)
  AND (size(o.ids) > size(f.ids) OR o.direct > f.direct
    OR (o.direct = f.direct AND o.victim < f.victim)))
CALL (f) {
  UNWIND f.thirds AS x
  UNWIND x.ties AS y
  WITH DISTINCT y ORDER BY y
  RETURN collect(y) AS record_ids
}
CALL (f) {
  UNWIND f.thirds AS x
  WITH DISTINCT x.tie AS tie ORDER BY tie
  RETURN collect(tie) AS ties
}
CALL (f) {
  UNWIND f.thirds AS x
  WITH DISTINCT x.what AS what, x.target AS target ORDER BY target
  RETURN collect({what: what, id: target}) AS targets
}
RETURN s.id AS suspect_id, f.victim AS victim_id,
  [x IN targets WHERE x.what = 'person' | x.id] AS close_ids,
  [x IN targets WHERE x.what = 'organisation' | x.id] AS organisation_ids, ties,
  size([x IN targets WHERE x.what = 'property']) AS property,
  f.direct AS direct, size(f.steps) - f.direct AS third, f.occasions AS occasions,
  reduce(n = 0, x IN f.steps | n + x.possible) AS possible, f.ids AS incident_ids,
  [x IN f.steps WHERE x.direct = 0 | x.id] AS third_ids,
  reduce(t = head([x IN f.steps | x.seen]), x IN f.steps |
    CASE WHEN x.seen < t THEN x.seen ELSE t END) AS first,
  last([x IN f.steps | x.end]) AS last,
  reduce(a = [], x IN f.steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN f.steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  record_ids,
  reduce(top = 0, x IN f.steps | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
ORDER BY suspect_id, victim_id
