// name:     told
// does:     How these mentions are written in the records that support them.
// params:   ids: list[str]
// returns:  mention: str, level: int, name: str, other_names: list[str], birth: str, birth_precision: str
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
RETURN m.id AS mention, m.level AS level, m.name AS name,
  coalesce(m.other_names, []) AS other_names, m.birth AS birth,
  m.birth_precision AS birth_precision
