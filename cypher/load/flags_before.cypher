// name:     flags_before
// does:     Gives every flag of some rules as it stands, withdrawn ones too.
// params:   rules: list[str]
// returns:  id: str, rule: str, subjects: list[str], state: str, evidence: list[str], columns: str,
//           level: int

UNWIND $rules AS rule
MATCH (f:Flag {rule: rule})
RETURN f.id AS id, f.rule AS rule, f.subjects AS subjects, f.state AS state,
  f.evidence AS evidence, f.columns AS columns, f.level AS level
ORDER BY id
