// name:     order_breach
// question: Which orders were acted against while in force and served?
// anchor:   Order
// params:   -
// returns:  suspect_id: str, order_id: str, what: str, verdict: str, possibly: bool, events: int,
//           possible: int, overlapping: int, ways: list[str], incident_ids: list[str], contact_ids:
//           list[str], proxy_ids: list[str], classes: list[str], unconsidered: str, law: str, start:
//           datetime, until: datetime?, first: datetime, last: datetime, record_ids: list[str],
//           level: int
// subjects: suspect_id, order_id
// evidence: order_id, incident_ids, record_ids
// reach:    3
// wakes:    -
// flag:     {verdict}: {suspect_id}, {order_id}
// explain:  {events} events between {first} and {last}: {ways}. The order bound from {start}. It
//           ends {until}. Carried out through: {proxy_ids}. Recorded as {classes}. In law this is:
//           {what}. See {law}. {unconsidered}
// against:  {overlapping} of the events are only known to a span that also lies outside the
//           order's time. {possible} of them name the suspect, or who used the number, only as
//           possible. Contact that the order's conditions allow is no breach: read {order_id}.
// source:   Each order's own Act (graph/model/reference/orders.toml): breach is a crime, contempt, or a
//           power of arrest only; a PIN or simple caution cannot be breached (SN06411). Protection
//           from Harassment Act 1997 s7(3A) on acts through others. 2017 joint inspection:
//           orders are breached and nothing follows

// An order binds from its beginning, once it was served; until its end, the day it was ended or
// replaced by a variation. What was served before it changed its status is read from the
// record's earlier versions; a later version of the same status corrects the earlier one. The
// incident that the order arises from is none of its breaches. Towards a person means as victim.
UNWIND $anchors AS id
MATCH (o:Order {id: id})<-[b:SUBJECT_OF]-(s:Person)
WHERE o.effect IN ['prohibits', 'requires', 'notice']
OPTIONAL MATCH (o)<-[:ABOUT]-(now:Record)
WHERE now.kind = 'order' AND now.reference = o.reference
OPTIONAL MATCH (h:Record {key: now.key})
WHERE h.status IN ['interim', 'made', 'varied'] AND h.service IN ['served', 'deemed']
  AND (h.status <> o.status OR o.status_at > datetime($as_of))
  AND h.recorded_at <= datetime($as_of)
WITH s, o, max(coalesce(b.level, 0)) AS bound_level,
  min(CASE WHEN h.id IS NOT NULL THEN coalesce(h.served_at, h.status_at, o.`from`) END)
    AS served_before,
  CASE WHEN o.status IN ['interim', 'made', 'varied', 'ended']
      AND o.service IN ['served', 'deemed']
      AND (o.status_at IS NULL OR o.status_at <= datetime($as_of))
    THEN coalesce(o.served_at, o.`from`, o.status_at) END AS served_now
WITH s, o, bound_level,
  CASE WHEN served_now IS NULL OR served_before < served_now THEN served_before
    ELSE served_now END AS served
WHERE served IS NOT NULL
OPTIONAL MATCH (later:Order)-[:REPLACES]->(o)
WHERE later.status IN ['interim', 'made', 'varied'] AND later.id <> o.id
WITH s, o, bound_level, served, min(coalesce(later.`from`, later.status_at)) AS replaced
WITH s, o, bound_level,
  CASE WHEN o.`from` > served THEN o.`from` ELSE served END AS start,
  [x IN [o.until, CASE o.status WHEN 'ended' THEN o.status_at END, replaced]
    WHERE x IS NOT NULL] AS ends
WITH s, o, bound_level, start,
  reduce(stop = null, x IN ends | CASE WHEN stop IS NULL OR x < stop THEN x ELSE stop END) AS stop
WHERE stop IS NULL OR start < stop
CALL (s, o) {
  MATCH (o)-[p:PROTECTS]->(v:Person)-[w:VICTIM_OF]->(i:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(s)
  WHERE o.effect <> 'requires' AND v.id <> s.id AND NOT coalesce(i.cancelled, false)
    AND NOT EXISTS { MATCH (o)-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began,
    coalesce(i.occurred_to, i.occurred_from, i.recorded_at) AS ended, i.recorded_at AS known,
    coalesce(i.offence_classes, []) AS classes, CASE type(a) WHEN 'INSTIGATED'
      THEN 'through another' ELSE 'towards the person protected' END AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [] AS records,
    [i.level, a.level, p.level, w.level] AS levels
  UNION ALL
  MATCH (o)-[p:PROTECTS]->(:Address)<-[w:AT]-(i:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(s)
  WHERE o.effect <> 'requires' AND NOT coalesce(i.cancelled, false)
    AND NOT EXISTS { MATCH (o)-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began,
    coalesce(i.occurred_to, i.occurred_from, i.recorded_at) AS ended, i.recorded_at AS known,
    coalesce(i.offence_classes, []) AS classes, 'at a protected place' AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [] AS records,
    [i.level, a.level, p.level, w.level] AS levels
  UNION ALL
  MATCH (i:Incident)<-[a:SUSPECT_IN]-(s)
  WHERE o.effect = 'requires' AND 'failing a requirement' IN i.behaviours
    AND NOT toLower(coalesce(o.conditions, '')) CONTAINS 'exempt' AND NOT coalesce(i.cancelled, false)
    AND NOT EXISTS { MATCH (o)-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began,
    coalesce(i.occurred_to, i.occurred_from, i.recorded_at) AS ended, i.recorded_at AS known,
    coalesce(i.offence_classes, []) AS classes, 'a requirement not met' AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [] AS records,
    [i.level, a.level] AS levels
  UNION ALL
  MATCH (o)-[p:PROTECTS]->(v:Person)-[w:USES]->(n:Phone|Account)
  MATCH (n)<-[c:CONTACTED]-(d:Phone|Account)<-[u:USES]-(s)
  WHERE o.effect <> 'requires' AND v.id <> s.id AND NOT EXISTS { MATCH (v)-[:USES]->(d) }
    AND (u.`to` IS NULL OR u.`to` > c.at) AND (w.`to` IS NULL OR w.`to` > c.at)
    AND (u.first_seen IS NULL OR u.first_seen <= datetime($as_of))
    AND (w.first_seen IS NULL OR w.first_seen <= datetime($as_of))
  RETURN null AS incident, c.id AS contact, c.at AS began, coalesce(c.until, c.at) AS ended,
    coalesce(c.first_seen, c.at) AS known, [] AS classes, 'contact' AS way,
    coalesce(u.use = 'possible', false) OR coalesce(w.use = 'possible', false)
      OR coalesce(u.`from`, u.first_seen, c.at) > coalesce(c.until, c.at)
      OR coalesce(w.`from`, w.first_seen, c.at) > coalesce(c.until, c.at)
      OR EXISTS { MATCH (d)<-[:USES]-(q:Person) WHERE q.id <> s.id } AS maybe,
    coalesce(c.records, []) + coalesce(u.records, []) + coalesce(w.records, []) AS records,
    [c.level, p.level, u.level, w.level] AS levels
}
WITH s, o, bound_level, start, stop, incident, contact, began, ended, known, classes, way, maybe,
  records, levels
WHERE (known IS NULL OR known <= datetime($as_of))
  AND (stop IS NULL OR coalesce(began, ended) < stop)
  AND (ended > start OR coalesce(began, ended) >= start)
WITH s, o, bound_level, start, stop, incident, contact, began, ended, classes,
  collect(DISTINCT way) AS ways, min(CASE WHEN maybe THEN 1 ELSE 0 END) AS maybe,
  collect(records) AS records, collect(levels) AS levels
ORDER BY ended, coalesce(incident, contact)
WITH s, o, bound_level, start, stop, collect({
  incident: incident, contact: contact, began: coalesce(began, ended), ended: ended,
  classes: classes, ways: ways, maybe: maybe, records: records,
  overlaps: CASE WHEN began IS NULL OR began < start OR ended > stop THEN 1 ELSE 0 END,
  level: reduce(top = bound_level, ls IN levels | reduce(t = top, l IN ls |
    CASE WHEN l > t THEN l ELSE t END))}) AS steps
OPTIONAL MATCH (s)-[:INSTIGATED]->(i:Incident)<-[r:SUSPECT_IN]-(q:Person)
WHERE q.id <> s.id AND any(y IN steps WHERE y.incident = i.id)
WITH s, o, start, stop, steps, collect(DISTINCT q.id) AS proxies, max(coalesce(r.level, 0)) AS proxy_level
WITH s, o, start, stop, steps, proxies, proxy_level, $ref.orders[o.kind] AS kind,
  all(x IN steps WHERE x.overlaps = 1) AS possibly,
  reduce(a = [], x IN steps | a + [y IN x.ways WHERE NOT y IN a]) AS ways,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  reduce(a = [], y IN reduce(b = [], x IN reduce(c = [], z IN steps | c + z.records) | b + x) |
    CASE WHEN y IN a THEN a ELSE a + [y] END) AS records
RETURN s.id AS suspect_id, o.id AS order_id, coalesce(kind.breach, 'unknown') AS what,
  CASE WHEN o.effect = 'notice' THEN 'On notice, and acted again'
    WHEN all(x IN steps WHERE x.overlaps = 1 OR x.maybe = 1) THEN 'Possible breach'
    ELSE 'Breach' END
    + ' (' + coalesce(kind.title, o.kind, 'order') + ')' AS verdict,
  possibly, size(steps) AS events, reduce(n = 0, x IN steps | n + x.maybe) AS possible,
  reduce(n = 0, x IN steps | n + x.overlaps) AS overlapping, ways,
  [x IN steps WHERE x.incident IS NOT NULL | x.incident] AS incident_ids,
  [x IN steps WHERE x.contact IS NOT NULL | x.contact] AS contact_ids, proxies AS proxy_ids,
  classes,
  CASE WHEN any(c IN classes WHERE any(p IN $ref.stalking WHERE c = p OR c STARTS WITH p + '/'))
    THEN '' ELSE 'No stalking offence is recorded among them.' END AS unconsidered,
  coalesce(kind.law, '') AS law, start, stop AS until,
  reduce(t = head([x IN steps | x.began]), x IN steps |
    CASE WHEN x.began < t THEN x.began ELSE t END) AS first,
  last([x IN steps | x.ended]) AS last, records AS record_ids,
  reduce(top = coalesce(o.level, 0), l IN [x IN steps | x.level] + [proxy_level] |
    CASE WHEN l > top THEN l ELSE top END) AS level
ORDER BY suspect_id, order_id
