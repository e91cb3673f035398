// name:     withdraw
// does:     Ends a share at once; it stays on record, and the first word that ended it stands.
// touches:  nothing: no rule reads shares
// params:   id: str, at: str, who: str, why: str
MATCH (s:Share {id: $id})
WHERE s.withdrawn_at IS NULL
SET s.withdrawn_at = $at, s.withdrawn_by = $who, s.withdrawn_why = $why
