// name:     attributed
// does:     Gives who may have done these incidents, as it is kept.
// params:   ids: list[str]
// returns:  start: str, end: str, props: map
UNWIND $ids AS wanted
MATCH (i:Incident {id: wanted})-[r:POSSIBLY_BY]->(p:Person)
RETURN i.id AS start, p.id AS end, properties(r) AS props
