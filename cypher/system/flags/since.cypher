// name:     since
// does:     Gives the flags that nights after this one changed, with what they ask of whoever sees them.
// params:   after: str
// returns:  id: str, rule: str, state: str, owner: str, due: str?, level: int, compartments: list[str]
MATCH (f:Flag)
WHERE f.night > $after AND f.owner IS NOT NULL
RETURN f.id AS id, f.rule AS rule, f.state AS state, f.owner AS owner, f.due AS due,
  coalesce(f.level, 0) AS level, coalesce(f.compartments, []) AS compartments
ORDER BY owner, rule, id
