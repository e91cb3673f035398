// name:     suspects_among
// does:     Which of these people a rule about suspects begins from.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (n:Person {id: wanted})
WHERE EXISTS { MATCH (n)-[:SUSPECT_IN|INSTIGATED]->(:Incident) }
RETURN DISTINCT n.id AS id
