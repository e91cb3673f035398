// name:     disposition_earlier
// does:     Keeps a word on a flag of which something later was said; the flag stays as it is.
// touches:  nothing: no rule reads flags
// params:   id: str, flag: str, said: map, at: str
MATCH (f:Flag {id: $flag})
MERGE (d:Disposition {id: $id})
ON CREATE SET d += $said, d.at = datetime($at)
MERGE (d)-[:OF]->(f)
