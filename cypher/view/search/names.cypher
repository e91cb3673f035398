// name:     names
// question: Which people, organisations, places or incidents have words like these?
// params:   index: str, words: str, most: int, clearance: int
// returns:  label: str, id: str, props: map, score: float
CALL db.index.fulltext.queryNodes($index, $words) YIELD node, score
WITH node, score WHERE {{> cleared node}}
WITH node, score ORDER BY score DESC, node.id LIMIT $most
RETURN head(labels(node)) AS label, node.id AS id, properties(node) AS props, score
