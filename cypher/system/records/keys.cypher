// name:     keys
// does:     The key of every record kept.
// returns:  key: str
MATCH (r:Record)
RETURN r.key AS key
