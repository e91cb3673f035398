// name:     handling
// question: How may what is known of these elements be handled, by the records that support them?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, record: str, current: bool, handling: str?, conditions: str?, record_level: int, compartments: list[str]
{{> asked_for}}
WITH label, n WHERE {{> cleared n}}
MATCH (r:Record)-[:ABOUT]->(n) WHERE {{> cleared r}}
RETURN DISTINCT label, n.id AS id, r.id AS record, coalesce(r.current, false) AS current,
  r.handling AS handling, r.conditions AS conditions, r.level AS record_level,
  coalesce(r.compartments, []) AS compartments
ORDER BY label, id, record
