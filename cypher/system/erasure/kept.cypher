// name:     kept
// does:     Which of these records are held, and under which key.
// params:   ids: list[str]
// returns:  id: str, key: str
UNWIND $ids AS wanted
MATCH (r:Record {id: wanted})
RETURN r.id AS id, r.key AS key
