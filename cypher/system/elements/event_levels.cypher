// name:     event_levels
// does:     Gives the level and compartments of each entity, and of its links that are above 0 or
//           in a compartment, with their type and the id at their other end.
// params:   ids: list[str]
// returns:  id: str, level: int, compartments: list[str], type: str?, other: str?,
//           link_level: int?, link_compartments: list[str]
UNWIND $ids AS id
MATCH (n:{{label}} {id: id})
OPTIONAL MATCH (n)-[r]-(o)
WHERE r.level > 0 OR r.compartments IS NOT NULL
RETURN id, coalesce(n.level, 0) AS level, coalesce(n.compartments, []) AS compartments,
  type(r) AS type, o.id AS other, r.level AS link_level,
  coalesce(r.compartments, []) AS link_compartments
