// name:     change
// does:     Logs what became of people: merge, split, move, resurrect, and the cause.
// touches:  nothing: no rule reads what became of people
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (c:Change {id: row.id})
SET c = row
