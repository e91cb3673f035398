// name:     ties
// does:     Gives what every flag says it is about and rests on.
// returns:  id: str, state: str, subjects: list[str], subject_roles: list[str], subject_labels: list[str], evidence: list[str]
MATCH (f:Flag)
RETURN f.id AS id, f.state AS state, f.subjects AS subjects, f.subject_roles AS subject_roles,
  f.subject_labels AS subject_labels, f.evidence AS evidence
ORDER BY id
