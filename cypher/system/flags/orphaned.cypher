// name:     orphaned
// does:     Gives those of these flags of which a subject is no more, with what they are about.
// params:   ids: list[str]
// returns:  id: str, rule: str, subjects: list[str], subject_roles: list[str],
//           subject_labels: list[str], state: str, joined: str?, raised_at: datetime,
//           formerly: list[str]?
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
OPTIONAL MATCH (f)-[on:ON]->()
WITH f, count(on) AS ties
WHERE ties < size(f.subjects)
RETURN f.id AS id, f.rule AS rule, f.subjects AS subjects, f.subject_roles AS subject_roles,
  f.subject_labels AS subject_labels, f.state AS state, f.joined AS joined,
  f.raised_at AS raised_at, f.formerly AS formerly
ORDER BY id
