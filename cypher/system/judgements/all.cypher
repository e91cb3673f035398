// name:     all
// does:     Every judgement on two mentions, and whether it was taken back.
// returns:  id: str, a: str, b: str, same: bool, who: str, at: str, why: str, withdrawn: bool
MATCH (j:Judgement)
WHERE j.a IS NOT NULL
RETURN j.id AS id, j.a AS a, j.b AS b, j.same AS same, j.who AS who, j.at AS at, j.why AS why,
  EXISTS { (:Judgement)-[:WITHDRAWS]->(j) } AS withdrawn
