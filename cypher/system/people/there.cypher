// name:     there
// does:     Gives those of these people that exist.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (p:Person {id: wanted})
RETURN p.id AS id
