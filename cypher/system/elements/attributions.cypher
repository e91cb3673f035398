// name:     attributions
// does:     Gives who may have done what, as the night's attribution says, and how probably.
// returns:  incident: str, person: str, probability: float?
MATCH (i:Incident)-[p:POSSIBLY_BY]->(s:Person)
RETURN i.id AS incident, s.id AS person, p.probability AS probability
