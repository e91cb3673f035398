// name:     flags
// question: Which flags stand: what waits for an answer first, the latest night before others, the soonest due?
// params:   rule: str? = null, subject: str? = null, withdrawn: bool = false, ids: list[str]? = null, limit: int = 200, clearance: int
// returns:  id: str, rule: str, subjects: list[str], state: str, why: str, sentence: str, explanation: str, against: str, columns: str, raised_at: datetime, changed_at: datetime, night: str, owner: str?, due: str?, until: str?, record_ids: list[str], level: int

// `columns` holds the rule's answer as JSON; graph/flags/upkeep.py renders it with the names that
// people have today. A flag has the highest level of its evidence.
MATCH (f:Flag)
WHERE {{> cleared f}} AND ($rule IS NULL OR f.rule = $rule)
  AND ($subject IS NULL OR $subject IN f.subjects)
  AND ($ids IS NULL OR f.id IN $ids)
  AND ($withdrawn OR f.state <> 'withdrawn')
RETURN f.id AS id, f.rule AS rule, f.subjects AS subjects, f.state AS state, f.why AS why,
  f.sentence AS sentence, f.explanation AS explanation,
  coalesce(f.against, '') AS against, f.columns AS columns,
  f.raised_at AS raised_at, f.changed_at AS changed_at, f.night AS night,
  f.owner AS owner, f.due AS due, f.until AS until, f.evidence AS record_ids, f.level AS level
ORDER BY f.state IN ['note', 'confirmed', 'dismissed', 'deferred', 'withdrawn'], changed_at DESC,
  coalesce(due, '9999'), size(record_ids) DESC, id
LIMIT $limit
