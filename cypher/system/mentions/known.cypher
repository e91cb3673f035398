// name:     known
// does:     Which of these mentions there are.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
RETURN m.id AS id
