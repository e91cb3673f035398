// name:     links
// question: Which links lead away from these elements, and to what?
// params:   nodes: list[map], most: int, clearance: int
// returns:  label: str, id: str, type: str, key: str, outward: bool, other_label: str, other_id: str, props: map, total: int
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
MATCH (n)-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO]-(m)
WHERE {{> cleared r}} AND {{> cleared m}}
WITH ask, n, r, m, type(r) AS kind, coalesce(r.key, '') AS key
ORDER BY kind, m.id, key
WITH ask, count(*) AS total,
  collect({type: kind, key: key, outward: startNode(r).id = n.id AND labels(startNode(r)) = labels(n),
    label: head(labels(m)), id: m.id, props: properties(r)})[..$most] AS kept
UNWIND kept AS step
RETURN ask.label AS label, ask.id AS id, step.type AS type, step.key AS key, step.outward AS outward,
  step.label AS other_label, step.id AS other_id, step.props AS props, total
