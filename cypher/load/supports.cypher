// name:     supports
// does:     Gives the records that support each entity.
// params:   ids: list[str]
// returns:  id: str, record: str, level: int
UNWIND $ids AS id
MATCH (r:Record)-[:ABOUT]->(n:{{label}} {id: id})
RETURN id, r.id AS record, coalesce(r.level, 0) AS level
