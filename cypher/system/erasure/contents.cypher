// name:     contents
// does:     Every record as it came, each version: what an erasure must leave words of.
// returns:  id: str, content: str
MATCH (r:Record)
RETURN r.id AS id, r.content AS content
