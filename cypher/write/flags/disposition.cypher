// name:     disposition
// does:     Keeps a person's word on a flag, and lets the flag stand as it says.
// touches:  nothing: no rule reads flags
// params:   id: str, flag: str, said: map, at: str, props: map
MATCH (f:Flag {id: $flag})
MERGE (d:Disposition {id: $id})
ON CREATE SET d += $said, d.at = datetime($at)
MERGE (d)-[:OF]->(f)
SET f += $props, f.disposition = $id, f.changed_at = datetime($at)
