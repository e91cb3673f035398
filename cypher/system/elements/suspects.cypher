// name:     suspects
// does:     Gives the people that a rule about suspects begins from.
// returns:  id: str
MATCH (n:Person)
WHERE EXISTS { MATCH (n)-[:SUSPECT_IN|INSTIGATED]->(:Incident) }
RETURN n.id AS id
ORDER BY id
