// name:     resolved
// does:     Notes with which model and limits this graph was resolved.
// touches:  nothing: no rule reads mentions
// params:   props: map
MERGE (r:Resolution {id: 'last'})
SET r += $props
