// name:     resembles_among
// does:     The scored links among these mentions.
// params:   ids: list[str]
// returns:  a: str, b: str, weight: float
UNWIND $ids AS wanted
MATCH (a:Mention {id: wanted})-[r:RESEMBLES]->(b:Mention)
WHERE b.id IN $ids
RETURN a.id AS a, b.id AS b, r.weight AS weight
