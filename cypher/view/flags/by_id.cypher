// name:     by_id
// question: Which are these flags, in the order of ask/flags?
// params:   ids: list[str], clearance: int
// returns:  id: str, rule: str, subjects: list[str], state: str, why: str, sentence: str,
//           explanation: str, against: str, columns: str, raised_at: datetime, changed_at: datetime,
//           night: str, owner: str?, due: str?, until: str?, record_ids: list[str], level: int
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
WHERE {{> cleared f}}
RETURN {{> flag_row f}}
ORDER BY f.state IN ['note', 'confirmed', 'dismissed', 'deferred', 'withdrawn'], changed_at DESC,
  coalesce(due, '9999'), size(record_ids) DESC, id
