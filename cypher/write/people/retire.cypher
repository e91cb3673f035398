// name:     retire
// does:     Keeps ids that are no longer in use, with whom they went into and their last mentions.
// touches:  nothing: no rule reads ids that are out of use
// params:   rows: list[map], at: str
UNWIND $rows AS row
MERGE (r:Retired {id: row.id})
SET r.successor = row.successor, r.members = row.members, r.at = $at
