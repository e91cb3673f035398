// name:     changes
// question: What did the last night do to the flags that may be seen, and why?
// params:   clearance: int
// returns:  id: str, as_of: datetime, deliveries: list[str], state: str?, rule: str?, why: str?, flags: int
MATCH (n:Night)
WITH n ORDER BY n.id DESC LIMIT 1
OPTIONAL MATCH (f:Flag {night: n.id})
WHERE {{> cleared f}}
RETURN n.id AS id, n.as_of AS as_of, coalesce(n.deliveries, []) AS deliveries, f.state AS state,
  f.rule AS rule, f.why AS why, count(f) AS flags
ORDER BY flags DESC, rule, state, why
