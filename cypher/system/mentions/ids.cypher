// name:     ids
// does:     The ids of all mentions that a record still speaks for.
// returns:  id: str
MATCH (m:Mention)
WHERE m.record IS NOT NULL
RETURN m.id AS id
