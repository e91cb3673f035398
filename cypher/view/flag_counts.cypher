// name:     flag_counts
// question: How many flags of each rule stand, and how many of them wait for a first answer?
// params:   clearance: int
// returns:  rule: str, standing: int, fresh: int
MATCH (f:Flag)
WHERE {{> cleared f}} AND f.state <> 'withdrawn'
RETURN f.rule AS rule, count(f) AS standing,
  sum(CASE WHEN f.state IN ['new', 'strengthened', 'reopened'] THEN 1 ELSE 0 END) AS fresh
ORDER BY standing DESC, rule
