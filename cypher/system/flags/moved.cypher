// name:     moved
// does:     Gives those of these flags that followed a person, or were joined with another.
// params:   ids: list[str]
// returns:  id: str, formerly: list[str]?, joined: str?, subjects: list[str],
//           subject_roles: list[str], subject_labels: list[str], state: str, before: str?
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
WHERE f.formerly IS NOT NULL OR f.joined IS NOT NULL
RETURN f.id AS id, f.formerly AS formerly, f.joined AS joined, f.subjects AS subjects,
  f.subject_roles AS subject_roles, f.subject_labels AS subject_labels, f.state AS state,
  f.before AS before
ORDER BY id
