// name:     here
// does:     Gives those of these ids that a flag or an incident has.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS id
OPTIONAL MATCH (f:Flag {id: id})
OPTIONAL MATCH (i:Incident {id: id})
WITH id, f, i WHERE f IS NOT NULL OR i IS NOT NULL
RETURN DISTINCT id AS id
ORDER BY id
