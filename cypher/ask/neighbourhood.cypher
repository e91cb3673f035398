// name:     neighbourhood
// question: What is tied to this person, thing, place, incident or order, one or two links away?
// params:   id: str, hops: int = 1, limit: int = 500, clearance: int
// returns:  hop: int, type: str, start_label: str, start_id: str, end_label: str, end_id: str,
//           record_ids: list[str], level: int

// The session leaves out what victim safety keeps back (graph/access/victim_safety.py): asked about
// anybody or anything but herself, no link leads to where a victim can be reached.
CALL () {
  MATCH (n:Person {id: $id}) RETURN n
  UNION
  MATCH (n:Organisation {id: $id}) RETURN n
  UNION
  MATCH (n:Address {id: $id}) RETURN n
  UNION
  MATCH (n:Vehicle {id: $id}) RETURN n
  UNION
  MATCH (n:Phone {id: $id}) RETURN n
  UNION
  MATCH (n:Account {id: $id}) RETURN n
  UNION
  MATCH (n:Incident {id: $id}) RETURN n
  UNION
  MATCH (n:Order {id: $id}) RETURN n
}
WITH n
WHERE {{> cleared n}}
CALL (n) {
  MATCH (n)-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO]-(x)
  WHERE {{> cleared r}} AND {{> cleared x}}
  RETURN 1 AS hop, r, n AS near, x
  UNION
  MATCH (n)-[q:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO]-(y)
  WHERE $hops > 1 AND {{> cleared q}} AND {{> cleared y}}
  MATCH (y)-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO]-(x)
  WHERE {{> cleared r}} AND {{> cleared x}}
  RETURN 2 AS hop, r, y AS near, x
}
WITH r, startNode(r) AS a, endNode(r) AS b, min(hop) AS hop
WITH hop, r, type(r) AS type, head(labels(a)) AS start_label, a.id AS start_id,
  head(labels(b)) AS end_label, b.id AS end_id
ORDER BY hop, type, start_id, end_id
LIMIT $limit
CALL (r) {
  UNWIND coalesce(r.records, []) AS id
  MATCH (c:Record {id: id})
  WHERE {{> cleared c}}
  WITH c.id AS record ORDER BY record
  RETURN collect(record) AS record_ids
}
RETURN hop, type, start_label, start_id, end_label, end_id, record_ids, r.level AS level
ORDER BY hop, type, start_id, end_id
