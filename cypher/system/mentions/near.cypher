// name:     near
// does:     These mentions, their people, those they are linked to, those of the same people, and the standing words on them.
// params:   ids: list[str], least: float
// returns:  id: str, person: str, stale: bool, linked: list[str], fellows: list[str], words: list[map]

// A word holds by the ids of its mentions: they may have gone with their delivery and come again.
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
WHERE m.record IS NOT NULL
OPTIONAL MATCH (m)-[:REFERS_TO]->(p:Person)
CALL (m) {
  MATCH (m)-[r:RESEMBLES]-(b:Mention)
  WHERE r.weight >= $least
  RETURN collect(DISTINCT b.id) AS linked
}
CALL (p) {
  MATCH (c:Mention)-[:REFERS_TO]->(p)
  RETURN collect(c.id) AS fellows
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
RETURN m.id AS id, p.id AS person, coalesce(m.stale, false) AS stale, linked, fellows, words
