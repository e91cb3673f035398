// name:     judgements
// question: What have people said of pairs of these mentions, the first word first?
// params:   ids: list[str], clearance: int
// returns:  id: str, a: str, b: str, same: bool, who: str, at: str, why: str, withdrawn: bool
MATCH (j:Judgement)
WHERE j.a IN $ids AND j.b IN $ids
MATCH (a:Mention {id: j.a})
MATCH (b:Mention {id: j.b})
WHERE {{> cleared a}} AND {{> cleared b}}
RETURN j.id AS id, j.a AS a, j.b AS b, j.same AS same, j.who AS who, j.at AS at, j.why AS why,
  EXISTS { (:Judgement)-[:WITHDRAWS]->(j) } AS withdrawn
ORDER BY at, id
