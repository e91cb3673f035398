// name:     contents
// does:     Gives every record that is kept, and whether it is the version that counts.
// returns:  id: str, key: str, content: str, current: bool
MATCH (r:Record)
RETURN r.id AS id, r.key AS key, r.content AS content, coalesce(r.current, false) AS current
