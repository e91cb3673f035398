// name:     one_stale
// does:     One of the mentions that wait to be decided.
// returns:  id: str
MATCH (m:Mention {stale: true})
RETURN m.id AS id
LIMIT 1
