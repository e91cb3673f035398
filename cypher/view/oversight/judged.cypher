// name:     judged
// question: What did people say of pairs of mentions, by the forces and by what is recorded of sex and ethnicity?
// params:   clearance: int
// returns:  same: bool, withdrawn: bool, forces: list[str], sexes: list[str], ethnicities: list[str], pairs: int
// source:   Equality Act 2010 s149: whether one group is wronged more often than another is to be known
MATCH (j:Judgement)
MATCH (a:Mention {id: j.a})
MATCH (b:Mention {id: j.b})
WHERE {{> cleared a}} AND {{> cleared b}}
WITH j, a, b, EXISTS { (:Judgement)-[:WITHDRAWS]->(j) } AS withdrawn
RETURN j.same AS same, withdrawn, [coalesce(a.force, ''), coalesce(b.force, '')] AS forces,
  [coalesce(a.sex, ''), coalesce(b.sex, '')] AS sexes,
  [coalesce(a.ethnicity, ''), coalesce(b.ethnicity, '')] AS ethnicities, count(*) AS pairs
ORDER BY same, withdrawn
