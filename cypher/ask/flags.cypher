// name:     flags
// question: Which flags stand: what waits for an answer first, the latest night before others, the soonest due?
// params:   rule: str? = null, subject: str? = null, withdrawn: bool = false, ids: list[str]? = null, limit: int = 200, clearance: int
// returns:  id: str, rule: str, subjects: list[str], state: str, why: str, sentence: str, explanation: str, against: str, columns: str, raised_at: datetime, changed_at: datetime, night: str, owner: str?, due: str?, until: str?, record_ids: list[str], level: int

// `columns` holds the rule's answer as JSON; graph/flags/store.py renders it with the names that
// people have today. A flag has the highest level of its evidence.
MATCH (f:Flag)
WHERE {{> cleared f}} AND ($rule IS NULL OR f.rule = $rule)
  AND ($subject IS NULL OR $subject IN f.subjects)
  AND ($ids IS NULL OR f.id IN $ids)
  AND ($withdrawn OR f.state <> 'withdrawn')
RETURN {{> flag_row f}}
ORDER BY f.state IN ['note', 'confirmed', 'dismissed', 'deferred', 'withdrawn'], changed_at DESC,
  coalesce(due, '9999'), size(record_ids) DESC, id
LIMIT $limit
