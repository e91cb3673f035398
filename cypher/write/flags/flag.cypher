// name:     flag
// does:     Writes flags: the new ones and those that changed.
// touches:  nothing: no rule reads flags
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (f:Flag {id: row.id})
ON CREATE SET f.raised_at = datetime(row.at)
SET f += row.props, f.changed_at = datetime(row.at)
