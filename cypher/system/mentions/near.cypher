// name:     near
// does:     These mentions and all of the same people: what each says, its scored links, the standing words on it, and the limits of the last resolution.
// params:   ids: list[str]
// returns:  mention: str, person: str?, stale: bool, level: int, compartments: list[str], name: str?, other_names: list[str],
//           birth: str?, birth_precision: str?, linked: list[map], words: list[map], threshold: int,
//           floor: int, ceiling: int

// A word holds by the ids of its mentions: they may have gone with their delivery and come again.
MATCH (last:Resolution {id: 'last'})
UNWIND $ids AS wanted
CALL (wanted) {
  MATCH (m:Mention {id: wanted}) RETURN m
  UNION
  MATCH (:Mention {id: wanted})-[:REFERS_TO]->(:Person)<-[:REFERS_TO]-(m:Mention) RETURN m
}
WITH DISTINCT last, m
WHERE m.record IS NOT NULL
OPTIONAL MATCH (m)-[:REFERS_TO]->(p:Person)
CALL (m) {
  MATCH (m)-[r:RESEMBLES]-(b:Mention)
  RETURN collect({
    id: b.id, weight: r.weight, rule: r.rule, doubt: coalesce(r.doubt, false), level: b.level,
    compartments: coalesce(b.compartments, [])}) AS linked
}
CALL (m) {
  CALL (m) {
    MATCH (j:Judgement {a: m.id}) RETURN j
    UNION
    MATCH (j:Judgement {b: m.id}) RETURN j
  }
  WITH j
  WHERE NOT EXISTS { (:Judgement)-[:WITHDRAWS]->(j) }
  RETURN collect({id: j.id, a: j.a, b: j.b, same: j.same, who: j.who, at: j.at, why: j.why}) AS words
}
RETURN m.id AS mention, p.id AS person, coalesce(m.stale, false) AS stale, m.level AS level,
  coalesce(m.compartments, []) AS compartments, m.name AS name, coalesce(m.other_names, []) AS other_names, m.birth AS birth,
  m.birth_precision AS birth_precision, linked, words, last.threshold AS threshold,
  last.floor AS floor, last.ceiling AS ceiling
