// name:     withdraw
// does:     Takes a judgement back with another one, and lets its mentions be decided again.
// touches:  nothing: no rule reads judgements
// params:   id: str, props: map
MATCH (j:Judgement {id: $id})
MERGE (w:Judgement {id: $props.id})
SET w = $props
MERGE (w)-[:WITHDRAWS]->(j)
WITH j
MATCH (j)-[:ON]->(m:Mention)
SET m.stale = true
