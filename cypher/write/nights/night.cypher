// name:     night
// does:     Notes one run: as-of, what came in, what the rules found, how long each step took.
// touches:  nothing: no rule reads nights
// params:   id: str, as_of: str, props: map
MERGE (n:Night {id: $id})
SET n += $props, n.as_of = datetime($as_of)
