// name:     neighbourhood
// question: What is tied to this person, thing, place, incident or order, one or two links away?
// params:   id: str, hops: int = 1, limit: int = 500, clearance: int
// returns:  hop: int, type: str, start_label: str, start_id: str, end_label: str, end_id: str,
//           record_ids: list[str], level: int
// source:   domain.md, victim safety: a victim's address never appears on a chart built from the
//           suspect's side

// Victim safety. The question is asked from a suspect's side when it begins at someone who is
// suspected in, instigated or possibly did an incident or is the subject of an order, or at a
// thing or place of such a person. From there an address, phone, account, vehicle or employer
// shows only if it belongs to the person asked about or to another suspect who is nobody's
// victim, and never with a tie to a victim or a protected person. The safety rule reads every
// level.
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
WHERE n.level <= $clearance
CALL (n) {
  OPTIONAL MATCH (n)<-[:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(p:Person)
  WITH n, collect(p) AS holders
  UNWIND holders + [n] AS p
  OPTIONAL MATCH (p)-[s:SUSPECT_IN|INSTIGATED|SUBJECT_OF|POSSIBLY_BY]-()
  WHERE p:Person
  RETURN count(s) > 0 AS guarded
}
CALL (n) {
  MATCH (n)-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO]-(x)
  WHERE r.level <= $clearance AND x.level <= $clearance
  RETURN 1 AS hop, r, n AS near, x
  UNION
  MATCH (n)-[q:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO]-(y)
  WHERE $hops > 1 AND q.level <= $clearance AND y.level <= $clearance
  MATCH (y)-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO]-(x)
  WHERE r.level <= $clearance AND x.level <= $clearance
  RETURN 2 AS hop, r, y AS near, x
}
WITH n, guarded, r, startNode(r) AS a, endNode(r) AS b, min(hop) AS hop
CALL (n, guarded, r, a, b) {
  UNWIND CASE WHEN guarded THEN [a, b] ELSE [] END AS place
  WITH n, a, r, place
  WHERE place:Address OR place:Phone OR place:Account OR place:Vehicle OR place:Organisation
  OPTIONAL MATCH (place)<-[t:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(p:Person)
  WITH n, a, r, place, collect({
    own: p.id = n.id AND n:Person, home: p.id = n.id AND type(t) = 'LIVES_AT',
    harmed: EXISTS { MATCH (p)-[:VICTIM_OF]->(:Incident) }
      OR EXISTS { MATCH (:Order)-[:PROTECTS]->(p) },
    suspect: EXISTS { MATCH (p)-[:SUSPECT_IN|INSTIGATED|SUBJECT_OF|POSSIBLY_BY]-() }}) AS holders
  WITH n, a, r, place, holders,
    any(h IN holders WHERE h.own OR (h.suspect AND NOT h.harmed)) AS theirs,
    any(h IN holders WHERE h.harmed AND NOT h.own) AS harmed,
    any(h IN holders WHERE h.home) AS home
  WITH a, n, r, place = n OR (theirs AND NOT harmed) OR home AS open
  WITH open AND NOT (type(r) IN ['LIVES_AT', 'WORKS_AT', 'STUDIES_AT', 'WORKS_FOR', 'USES', 'DRIVES']
    AND a <> n AND (EXISTS { MATCH (a)-[:VICTIM_OF]->(:Incident) }
      OR EXISTS { MATCH (:Order)-[:PROTECTS]->(a) })) AS open
  RETURN count(CASE WHEN open THEN null ELSE 1 END) AS closed
}
WITH hop, r, a, b, closed
WHERE closed = 0
WITH hop, r, type(r) AS type, head(labels(a)) AS start_label, a.id AS start_id,
  head(labels(b)) AS end_label, b.id AS end_id
ORDER BY hop, type, start_id, end_id
LIMIT $limit
CALL (r) {
  UNWIND coalesce(r.records, []) AS id
  MATCH (c:Record {id: id})
  WHERE c.level <= $clearance
  WITH c.id AS record ORDER BY record
  RETURN collect(record) AS record_ids
}
RETURN hop, type, start_label, start_id, end_label, end_id, record_ids, r.level AS level
ORDER BY hop, type, start_id, end_id
