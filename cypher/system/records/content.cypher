// name:     content
// does:     The canonical content of these records.
// params:   ids: list[str]
// returns:  id: str, content: str
UNWIND $ids AS wanted
MATCH (r:Record {id: wanted})
RETURN r.id AS id, r.content AS content
