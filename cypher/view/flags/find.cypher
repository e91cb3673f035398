// name:     find
// question: Which flags have an id that begins so?
// params:   begins: str, clearance: int
// returns:  id: str, rule: str, state: str, evidence: list[str], columns: str, disposition: str?
MATCH (f:Flag)
WHERE f.id STARTS WITH $begins AND {{> cleared f}}
RETURN f.id AS id, f.rule AS rule, f.state AS state, f.evidence AS evidence,
  f.columns AS columns, f.disposition AS disposition
ORDER BY id
LIMIT 2
