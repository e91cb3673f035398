// name:     handling
// question: How may what is known of these elements be handled, by the records that support them?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, record: str, current: bool, handling: str?, conditions: str?, record_level: int, compartments: list[str]
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (n:Person {id: ask.id}) WHERE ask.label = 'Person' RETURN n
  UNION ALL
  MATCH (n:Organisation {id: ask.id}) WHERE ask.label = 'Organisation' RETURN n
  UNION ALL
  MATCH (n:Address {id: ask.id}) WHERE ask.label = 'Address' RETURN n
  UNION ALL
  MATCH (n:Vehicle {id: ask.id}) WHERE ask.label = 'Vehicle' RETURN n
  UNION ALL
  MATCH (n:Phone {id: ask.id}) WHERE ask.label = 'Phone' RETURN n
  UNION ALL
  MATCH (n:Account {id: ask.id}) WHERE ask.label = 'Account' RETURN n
  UNION ALL
  MATCH (n:Incident {id: ask.id}) WHERE ask.label = 'Incident' RETURN n
  UNION ALL
  MATCH (n:Order {id: ask.id}) WHERE ask.label = 'Order' RETURN n
}
WITH ask, n WHERE {{> cleared n}}
MATCH (r:Record)-[:ABOUT]->(n) WHERE {{> cleared r}}
RETURN DISTINCT ask.label AS label, ask.id AS id, r.id AS record, coalesce(r.current, false) AS current,
  r.handling AS handling, r.conditions AS conditions, r.level AS record_level,
  coalesce(r.compartments, []) AS compartments
ORDER BY label, id, record
