// name:     flag
// does:     Writes flags: the new ones and those that changed. One that was handed over stays where it is.
// touches:  nothing: no rule reads flags
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (f:Flag {id: row.id})
ON CREATE SET f.raised_at = datetime(row.at)
SET f += row.props, f.changed_at = datetime(row.at)
SET f.owner = coalesce(f.handed_to, f.owner)
