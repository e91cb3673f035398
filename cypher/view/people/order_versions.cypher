// name:     order_versions
// question: What was recorded of each order over or for this person, and when?
// params:   id: str, clearance: int
// returns:  order: str, recorded_at: datetime, status: str?, service: str?, status_at: datetime?,
//           served_at: datetime?
MATCH (p:Person {id: $id})
CALL (p) {
  MATCH (p)-[r:SUBJECT_OF]->(o:Order) WHERE {{> cleared r}} RETURN o
  UNION
  MATCH (o:Order)-[r:PROTECTS]->(p) WHERE {{> cleared r}} RETURN o
}
MATCH (o)<-[:ABOUT]-(now:Record)
WHERE {{> cleared o}} AND now.kind = 'order' AND now.reference = o.reference
MATCH (h:Record {key: now.key})
WHERE {{> cleared h}}
RETURN DISTINCT o.id AS order, h.recorded_at AS recorded_at, h.status AS status,
  h.service AS service, h.status_at AS status_at, h.served_at AS served_at
ORDER BY order, recorded_at
