// name:     possible
// question: Which pairs of mentions lie so near the threshold that a person should look at them?
// params:   least: float, most: float, clearance: int
// returns:  a: str, b: str, weight: float, rule: str, person_a: str, person_b: str
MATCH (a:Mention)-[r:RESEMBLES]->(b:Mention)
WHERE r.weight >= $least AND r.weight <= $most
  AND {{> cleared a}} AND {{> cleared b}}
MATCH (a)-[:REFERS_TO]->(p:Person)
MATCH (b)-[:REFERS_TO]->(q:Person)
WHERE {{> cleared p}} AND {{> cleared q}}
RETURN a.id AS a, b.id AS b, r.weight AS weight, r.rule AS rule, p.id AS person_a,
  q.id AS person_b
ORDER BY a, b
