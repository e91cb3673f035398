// name:     links
// does:     Gives the links of these people that records support, as they are kept.
// params:   ids: list[str]
// returns:  type: str, start_label: str, start: str, end_label: str, end: str, key: str,
//           props: map
UNWIND $ids AS wanted
MATCH (:Person {id: wanted})-[r]-()
WHERE r.records IS NOT NULL AND type(r) <> 'POSSIBLY_BY'
WITH DISTINCT r
RETURN type(r) AS type, labels(startNode(r))[0] AS start_label, startNode(r).id AS start,
  labels(endNode(r))[0] AS end_label, endNode(r).id AS end, r.key AS key, properties(r) AS props
