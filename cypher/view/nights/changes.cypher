// name:     changes
// question: What did this night do to the flags that may be seen, and why?
// params:   night: str, clearance: int
// returns:  state: str, rule: str, why: str, flags: int
MATCH (f:Flag {night: $night})
WHERE {{> cleared f}}
RETURN f.state AS state, f.rule AS rule, coalesce(f.why, '') AS why, count(f) AS flags
ORDER BY flags DESC, rule, state, why
