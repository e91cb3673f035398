// name:     all_links
// does:     Every relationship of one type between two labels, with its ends and properties.
// returns:  start: str, end: str, props: map
MATCH (a:{{start}})-[r:{{type}}]->(b:{{end}})
RETURN a.id AS start, b.id AS end, properties(r) AS props
