// name:     resembles_all
// does:     Every scored link that is kept.
// returns:  a: str, b: str, rule: str, weight: float
MATCH (a:Mention)-[r:RESEMBLES]->(b:Mention)
RETURN a.id AS a, b.id AS b, r.rule AS rule, r.weight AS weight
