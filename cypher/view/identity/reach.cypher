// name:     reach
// question: How many mentions does each of these people have, and is any a suspect?
// params:   ids: list[str], clearance: int
// returns:  id: str, mentions: int, suspect: bool
UNWIND $ids AS wanted
MATCH (p:Person {id: wanted})<-[:REFERS_TO]-(m:Mention)
WHERE {{> cleared p}} AND {{> cleared m}}
WITH p, count(m) AS mentions
RETURN p.id AS id, mentions, EXISTS { (p)-[:SUSPECT_IN]->(:Incident) } AS suspect
ORDER BY id
