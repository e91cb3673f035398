// name:     known
// does:     Which of these ids a person has, or had.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
OPTIONAL MATCH (p:Person {id: wanted})
OPTIONAL MATCH (r:Retired {id: wanted})
WITH wanted, p, r
WHERE p IS NOT NULL OR r IS NOT NULL
RETURN wanted AS id
