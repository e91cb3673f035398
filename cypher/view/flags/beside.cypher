// name:     beside
// question: By which rules do flags stand that are about these people as suspects?
// params:   ids: list[str], clearance: int
// returns:  person_id: str, rules: list[str]

// A flag that somebody dismissed speaks for nothing.
UNWIND $ids AS id
MATCH (p:Person {id: id})<-[o:ON]-(f:Flag)
WHERE {{> cleared p}} AND {{> cleared f}} AND o.`as` = 'suspect'
  AND NOT f.state IN ['withdrawn', 'dismissed']
WITH DISTINCT p.id AS person_id, f.rule AS rule ORDER BY rule
WITH person_id, collect(rule) AS rules
RETURN person_id, rules
ORDER BY person_id
