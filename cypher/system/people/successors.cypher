// name:     successors
// does:     Gives where retired people went, of these ids.
// params:   ids: list[str]
// returns:  id: str, successor: str
UNWIND $ids AS wanted
MATCH (r:Retired {id: wanted})
WHERE r.successor IS NOT NULL AND NOT EXISTS { MATCH (p:Person {id: wanted}) }
RETURN r.id AS id, r.successor AS successor
