// name:     supports
// does:     Gives the records that support each entity; an incident has those about itself, not
//           an order that merely names it.
// params:   ids: list[str]
// returns:  id: str, record: str, level: int, compartments: list[str]
UNWIND $ids AS id
MATCH (n:{{label}} {id: id})<-[:ABOUT]-(r:Record)
WHERE NOT n:Incident OR r.kind = 'incident'
RETURN id, r.id AS record, coalesce(r.level, 0) AS level,
  coalesce(r.compartments, []) AS compartments
