// name:     props
// does:     Writes properties of flags, and no other change.
// touches:  nothing: no rule reads flags
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (f:Flag {id: row.id})
SET f += row.props
