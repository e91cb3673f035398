// name:     doubts
// does:     The resemblances that leave open whether these people are somebody else as well.
// params:   ids: list[str]
// returns:  a: str, b: str, weight: float, level: int, compartments: list[str], person_a: str, person_b: str
UNWIND $ids AS wanted
MATCH (p:Person {id: wanted})<-[:REFERS_TO]-(m:Mention)-[r:RESEMBLES {doubt: true}]-(n:Mention)
MATCH (n)-[:REFERS_TO]->(q:Person)
WHERE q.id <> p.id
RETURN CASE WHEN m.id < n.id THEN m.id ELSE n.id END AS a,
  CASE WHEN m.id < n.id THEN n.id ELSE m.id END AS b, r.weight AS weight,
  CASE WHEN m.level < n.level THEN n.level ELSE m.level END AS level,
  coalesce(m.compartments, []) + coalesce(n.compartments, []) AS compartments,
  CASE WHEN m.id < n.id THEN p.id ELSE q.id END AS person_a,
  CASE WHEN m.id < n.id THEN q.id ELSE p.id END AS person_b
