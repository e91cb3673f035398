// name:     about
// does:     Gives the rule, subjects and age of the flags about these people.
// params:   ids: list[str]
// returns:  id: str, rule: str, subjects: list[str], subject_roles: list[str],
//           subject_labels: list[str], state: str, joined: str?, raised_at: datetime
UNWIND $ids AS wanted
MATCH (:Person {id: wanted})<-[:ON]-(f:Flag)
RETURN DISTINCT f.id AS id, f.rule AS rule, f.subjects AS subjects,
  f.subject_roles AS subject_roles, f.subject_labels AS subject_labels, f.state AS state,
  f.joined AS joined, f.raised_at AS raised_at
ORDER BY id
