// name:     named
// does:     Gives those of these ids that a flag has.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
RETURN f.id AS id
