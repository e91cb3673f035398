// name:     change
// does:     Logs what became of people: merge, split, move, resurrect, and the cause.
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (c:Change {id: row.id})
SET c = row
