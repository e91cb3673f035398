// name:     all_nodes
// does:     Every node of one label with its properties.
// returns:  id: str, props: map
MATCH (n:{{label}})
RETURN n.id AS id, properties(n) AS props
