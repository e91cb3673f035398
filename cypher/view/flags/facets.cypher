// name:     facets
// question: How many flags are there of each rule, state, owner, forces and time left, how many are new since an instant, and how many did a night change?
// params:   today: str, soon: str, since: datetime? = null, night: str = '', clearance: int
// returns:  rule: str, state: str, owner: str, forces: list[str], due: str, fresh: bool, tonight: bool,
//           flags: int
MATCH (f:Flag)
WHERE {{> cleared f}}
WITH f, coalesce(f.due, '9999') AS day
RETURN f.rule AS rule, f.state AS state, coalesce(f.owner, '') AS owner,
  coalesce(f.forces, []) AS forces,
  CASE WHEN day < $today THEN 'overdue' WHEN day < $soon THEN 'soon' WHEN day < '9999' THEN 'later'
    ELSE 'none' END AS due,
  $since IS NOT NULL AND f.changed_at > datetime($since) AS fresh,
  f.night = $night AS tonight, count(f) AS flags
ORDER BY rule, state, owner, due, fresh, tonight
