// name:     timeline
// question: What happened around this person, in order: incidents, orders, contacts?
// params:   id: str, clearance: int
// returns:  at: datetime?, until: datetime?, kind: str, role: str, event_id: str, what: list[str],
//           with_ids: list[str], record_ids: list[str], level: int

// `role` is the person's part (a link type; `made` or `received` for a contact), `what` the
// offence classes, the order's kind and status, or the kind of contact. A contact names the
// people at the other end, never their number: that may be a victim's.
MATCH (p:Person {id: $id})
WHERE {{> cleared p}}
CALL (p) {
  MATCH (p)-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|WITNESS_TO|REPORTED|INVOLVED_IN]->(i:Incident)
  WHERE {{> cleared r}} AND {{> cleared i}}
  CALL (p, i) {
    OPTIONAL MATCH (o:Person)-[x:SUSPECT_IN|INSTIGATED|VICTIM_OF]->(i)
    WHERE o.id <> p.id AND {{> cleared x}} AND {{> cleared o}}
    WITH DISTINCT o.id AS other ORDER BY other
    RETURN collect(other) AS others
  }
  RETURN coalesce(i.occurred_from, i.recorded_at) AS at,
    coalesce(i.occurred_to, i.recorded_at) AS until, 'incident' AS kind, type(r) AS role,
    i.id AS event_id,
    coalesce(i.offence_classes, []) + CASE WHEN i.cancelled THEN ['cancelled'] ELSE [] END AS what,
    others, r.records AS records, CASE WHEN i.level > r.level THEN i.level ELSE r.level END AS level
  UNION ALL
  MATCH (p)-[r:SUBJECT_OF|PROTECTS]-(o:Order)
  WHERE {{> cleared r}} AND {{> cleared o}}
  CALL (p, o) {
    OPTIONAL MATCH (q:Person)-[x:SUBJECT_OF|PROTECTS]-(o)
    WHERE q.id <> p.id AND {{> cleared x}} AND {{> cleared q}}
    WITH DISTINCT q.id AS other ORDER BY other
    RETURN collect(other) AS others
  }
  RETURN coalesce(o.from, o.status_at) AS at, o.until AS until, 'order' AS kind, type(r) AS role,
    o.id AS event_id, [x IN [o.kind, o.status] WHERE x IS NOT NULL] AS what, others,
    r.records AS records, CASE WHEN o.level > r.level THEN o.level ELSE r.level END AS level
  UNION ALL
  MATCH (p)-[u:USES]->(x)-[c:CONTACTED]-(y)
  WHERE {{> cleared u}} AND {{> cleared c}} AND {{> cleared x}}
    AND {{> cleared y}}
  CALL (p, y) {
    OPTIONAL MATCH (q:Person)-[w:USES]->(y)
    WHERE q.id <> p.id AND {{> cleared w}} AND {{> cleared q}}
    WITH DISTINCT q.id AS other ORDER BY other
    RETURN collect(other) AS others
  }
  RETURN c.at AS at, c.until AS until, 'contact' AS kind,
    CASE WHEN startNode(c) = x THEN 'made' ELSE 'received' END AS role, c.id AS event_id,
    [c.kind] AS what, others, c.records AS records,
    CASE WHEN c.level > u.level THEN c.level ELSE u.level END AS level
}
WITH DISTINCT at, until, kind, role, event_id, what, others, records, level
CALL (records) {
  UNWIND coalesce(records, []) AS id
  MATCH (c:Record {id: id})
  WHERE {{> cleared c}}
  WITH c.id AS record ORDER BY record
  RETURN collect(record) AS record_ids
}
RETURN at, until, kind, role, event_id, what, others AS with_ids, record_ids, level
ORDER BY at, kind, event_id, role
