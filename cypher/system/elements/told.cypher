// name:     told
// does:     What these entities are said to be, as it is kept.
// params:   ids: list[str]
// returns:  id: str, props: map
UNWIND $ids AS wanted
MATCH (n:{{label}} {id: wanted})
RETURN n.id AS id, properties(n) AS props
