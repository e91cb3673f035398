// name:     queue
// question: Which flags of these states are next: what waits for an answer before the rest, the soonest due?
// params:   states: list[str], rule: str? = null, owner: str? = null, force: str? = null,
//           due_from: str = '', due_until: str = '~', since: datetime? = null, after: str = '',
//           most: int = 100, clearance: int
// returns:  id: str, rule: str, subjects: list[str], state: str, why: str, sentence: str,
//           explanation: str, against: str, columns: str, raised_at: datetime, changed_at: datetime,
//           night: str, owner: str?, due: str?, until: str?, record_ids: list[str], level: int,
//           place: str

// `place` says where a flag stands in the queue: whoever has read up to one asks for what is `after`
// it. A rule's flags of one day stand together. `force` recorded some of the evidence.
MATCH (f:Flag)
WHERE {{> cleared f}} AND f.state IN $states
  AND ($rule IS NULL OR f.rule = $rule) AND ($owner IS NULL OR coalesce(f.owner, '') = $owner)
  AND ($force IS NULL OR $force IN f.forces)
  AND coalesce(f.due, '9999') >= $due_from AND coalesce(f.due, '9999') < $due_until
  AND ($since IS NULL OR f.changed_at > datetime($since))
WITH f, CASE WHEN f.state IN ['new', 'strengthened', 'reopened'] THEN '0' ELSE '1' END
  + '/' + coalesce(f.due, '9999') + '/' + f.rule + '/' + f.id AS place
WHERE place > $after
WITH f, place
ORDER BY place
LIMIT $most
RETURN {{> flag_row f}},
  place
ORDER BY place
