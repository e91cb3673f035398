// name:     known
// question: What is known of each of these elements?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, props: map
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
RETURN ask.label AS label, ask.id AS id, properties(n) AS props
