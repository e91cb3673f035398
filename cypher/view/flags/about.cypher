// name:     about
// question: Which flags stand about these elements, in the order of ask/flags?
// params:   nodes: list[map], rule: str? = null, limit: int = 200, clearance: int
// returns:  id: str, rule: str, subjects: list[str], state: str, why: str, sentence: str,
//           explanation: str, against: str, columns: str, raised_at: datetime, changed_at: datetime,
//           night: str, owner: str?, due: str?, until: str?, record_ids: list[str], level: int
{{> asked_for}}
MATCH (n)<-[:ON]-(f:Flag)
WITH DISTINCT f
WHERE {{> cleared f}} AND ($rule IS NULL OR f.rule = $rule) AND f.state <> 'withdrawn'
RETURN {{> flag_row f}}
ORDER BY f.state IN ['note', 'confirmed', 'dismissed', 'deferred', 'withdrawn'], changed_at DESC,
  coalesce(due, '9999'), size(record_ids) DESC, id
LIMIT $limit
