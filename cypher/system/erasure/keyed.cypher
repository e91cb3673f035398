// name:     keyed
// does:     Every version that is held of these records.
// params:   keys: list[str]
// returns:  id: str, key: str
UNWIND $keys AS wanted
MATCH (r:Record {key: wanted})
RETURN r.id AS id, r.key AS key
