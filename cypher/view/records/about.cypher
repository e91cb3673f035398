// name:     about
// question: Which records support each of these elements?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, record: str
{{> asked_for}}
WITH label, n WHERE {{> cleared n}}
MATCH (r:Record)-[:ABOUT]->(n) WHERE {{> cleared r}}
RETURN DISTINCT label, n.id AS id, r.id AS record ORDER BY record
