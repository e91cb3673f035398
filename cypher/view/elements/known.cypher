// name:     known
// question: What is known of each of these elements?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, props: map
{{> asked_for}}
WITH label, n WHERE {{> cleared n}}
RETURN label, n.id AS id, properties(n) AS props
