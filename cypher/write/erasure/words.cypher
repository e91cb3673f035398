// name:     words
// does:     Puts other words into what was decided or observed, in the place of those erased.
// touches:  nothing: no rule reads what was decided
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (n:{{label}} {id: row.id})
SET n += row.props
