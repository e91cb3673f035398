// name:     ties_of
// does:     Gives what these flags say they are about and rest on.
// params:   ids: list[str]
// returns:  id: str, subjects: list[str], subject_roles: list[str], subject_labels: list[str],
//           evidence: list[str]
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
RETURN f.id AS id, f.subjects AS subjects, f.subject_roles AS subject_roles,
  f.subject_labels AS subject_labels, f.evidence AS evidence
