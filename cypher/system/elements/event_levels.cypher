// name:     event_levels
// does:     Gives the level of each entity, and of its links that are above 0, with their type and
//           the id at their other end.
// params:   ids: list[str]
// returns:  id: str, level: int, type: str?, other: str?, link_level: int?
UNWIND $ids AS id
MATCH (n:{{label}} {id: id})
OPTIONAL MATCH (n)-[r]-(o)
WHERE r.level > 0
RETURN id, coalesce(n.level, 0) AS level, type(r) AS type, o.id AS other, r.level AS link_level
