// name:     supports
// question: Which records that stand support each of these incidents and orders?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, record: str
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (n:Incident {id: ask.id}) WHERE ask.label = 'Incident' RETURN n
  UNION ALL
  MATCH (n:Order {id: ask.id}) WHERE ask.label = 'Order' RETURN n
}
WITH ask, n WHERE {{> cleared n}}
MATCH (r:Record)-[:ABOUT]->(n) WHERE {{> cleared r}} AND r.current
RETURN DISTINCT ask.label AS label, ask.id AS id, r.id AS record ORDER BY label, id, record
