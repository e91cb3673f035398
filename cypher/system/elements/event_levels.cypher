// name:     event_levels
// does:     Gives the level of each entity, and of its links of these types that are above 0 with
//           the id at their other end.
// params:   ids: list[str], types: list[str]
// returns:  id: str, level: int, other: str?, link_level: int?
UNWIND $ids AS id
MATCH (n:{{label}} {id: id})
OPTIONAL MATCH (n)-[r]-(o)
WHERE r.level > 0 AND type(r) IN $types
RETURN id, coalesce(n.level, 0) AS level, o.id AS other, r.level AS link_level
