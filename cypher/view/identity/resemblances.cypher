// name:     resemblances
// question: What does each comparison say of these mentions and those they resemble?
// params:   ids: list[str], clearance: int
// returns:  a: str, b: str, weight: float, rule: str, model: str, levels: list[str], bits: list[float]
UNWIND $ids AS wanted
MATCH (a:Mention {id: wanted})-[r:RESEMBLES]->(b:Mention)
WHERE {{> cleared a}} AND {{> cleared b}}
RETURN a.id AS a, b.id AS b, r.weight AS weight, r.rule AS rule, r.model AS model,
  coalesce(r.levels, []) AS levels, coalesce(r.bits, []) AS bits
ORDER BY a, b
