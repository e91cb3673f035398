// name:     levels
// does:     Gives the level and compartments of each record that still exists, and whether it is the newest version.
// params:   ids: list[str]
// returns:  record: str, level: int, compartments: list[str], current: bool
UNWIND $ids AS id
MATCH (r:Record {id: id})
RETURN r.id AS record, coalesce(r.level, 0) AS level,
  coalesce(r.compartments, []) AS compartments, coalesce(r.current, true) AS current
