// name:     possibly_same
// does:     The links that say of these people that they are possibly somebody else as well.
// params:   ids: list[str]
// returns:  start: str, end: str, weight: float, level: int, compartments: list[str]
UNWIND $ids AS wanted
MATCH (p:Person {id: wanted})-[r:POSSIBLY_SAME]-(:Person)
WITH DISTINCT r
RETURN startNode(r).id AS start, endNode(r).id AS end, r.weight AS weight, r.level AS level,
  coalesce(r.compartments, []) AS compartments
