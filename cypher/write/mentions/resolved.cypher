// name:     resolved
// does:     Notes with which model and limits this graph was resolved.
// params:   props: map
MERGE (r:Resolution {id: 'last'})
SET r += $props
