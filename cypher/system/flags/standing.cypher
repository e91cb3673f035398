// name:     standing
// does:     Gives every flag that stands, with what it is about and when it was first raised.
// returns:  id: str, rule: str, state: str, subjects: list[str], subject_labels: list[str], subject_roles: list[str], columns: str, raised_at: datetime
MATCH (f:Flag)
WHERE f.state <> 'withdrawn'
RETURN f.id AS id, f.rule AS rule, f.state AS state, f.subjects AS subjects,
  f.subject_labels AS subject_labels, f.subject_roles AS subject_roles, f.columns AS columns,
  f.raised_at AS raised_at
ORDER BY id
