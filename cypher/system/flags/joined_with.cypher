// name:     joined_with
// does:     Gives the flags that were joined with these.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (f:Flag {joined: wanted})
RETURN f.id AS id
ORDER BY id
