// name:     order_breach
// question: Which orders were acted against while in force and served?
// anchor:   Order
// params:   -
// returns:  suspect_id: str, order_id: str, what: str, verdict: str, possibly: bool, events: int,
//           possible: int, overlapping: int, ways: list[str], incident_ids: list[str], contact_ids:
//           list[str], proxy_ids: list[str], classes: list[str], unconsidered: str, law: str, start:
//           datetime, until: datetime?, first: datetime, last: datetime, links: list[map]
// subjects: suspect_id, order_id
// evidence: order_id, incident_ids, links
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

// An order binds from its beginning, once it was served, until its end, the day it was ended or
// replaced by a variation. Towards a person means as victim.
UNWIND $anchors AS id
MATCH (o:Order {id: id})<-[:SUBJECT_OF]-(s:Person)
// Nobody can act against what detains them, and an order of no known effect forbids nothing that
// could be tested here.
WHERE o.effect IN ['prohibits', 'requires', 'notice']
// What was served before it changed its status is read from the record's earlier versions; a later
// version of the same status corrects the earlier one.
OPTIONAL MATCH (o)<-[:ABOUT]-(now:Record)
WHERE now.kind = 'order' AND now.reference = o.reference
OPTIONAL MATCH (h:Record {key: now.key})
WHERE h.status IN ['interim', 'made', 'varied'] AND h.service IN ['served', 'deemed']
  AND (h.status <> o.status OR o.status_at > datetime($as_of))
  AND h.recorded_at <= datetime($as_of)
WITH s, o,
  min(CASE WHEN h.id IS NOT NULL THEN coalesce(h.served_at, h.status_at, o.`from`) END)
    AS served_before,
  CASE WHEN o.status IN ['interim', 'made', 'varied', 'ended']
      AND o.service IN ['served', 'deemed']
      AND {{> known_by_then o.status_at}}
    THEN coalesce(o.served_at, o.`from`, o.status_at) END AS served_now
WITH s, o,
  CASE WHEN served_now IS NULL OR served_before < served_now THEN served_before
    ELSE served_now END AS served
// Sought, refused or not served, it binds nobody.
WHERE served IS NOT NULL
// What replaced it binds in its stead, and has flags of its own: no act is a breach of both.
OPTIONAL MATCH (later:Order)-[:REPLACES]->(o)
WHERE later.status IN ['interim', 'made', 'varied'] AND later.id <> o.id
WITH s, o, served, min(coalesce(later.`from`, later.status_at)) AS replaced
WITH s, o,
  CASE WHEN o.`from` > served THEN o.`from` ELSE served END AS start,
  [x IN [o.until, CASE o.status WHEN 'ended' THEN o.status_at END, replaced]
    WHERE x IS NOT NULL] AS ends
WITH s, o, start,
  reduce(stop = null, x IN ends | CASE WHEN stop IS NULL OR x < stop THEN x ELSE stop END) AS stop
// Served after it had run out, it never bound.
WHERE stop IS NULL OR start < stop
CALL (s, o) {
  // An act towards whom it protects, by the subject or through another (1997 Act s7(3A)).
  MATCH (o)-[p:PROTECTS]->(v:Person)-[w:VICTIM_OF]->(i:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(s)
  WHERE o.effect <> 'requires' AND v.id <> s.id AND {{> not_cancelled i}}
    // The incident that the order arises from is none of its breaches.
    AND NOT EXISTS { MATCH (o)-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began, {{> ended i}} AS ended,
    i.recorded_at AS known, coalesce(i.offence_classes, []) AS classes,
    CASE type(a) WHEN 'INSTIGATED' THEN 'through another'
      ELSE 'towards the person protected' END AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [{{> cited p}}, {{> cited w}}] AS links
  UNION ALL
  // To be at a place that it protects, whoever was there.
  MATCH (o)-[p:PROTECTS]->(:Address)<-[w:AT]-(i:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(s)
  WHERE o.effect <> 'requires' AND {{> not_cancelled i}}
    AND NOT EXISTS { MATCH (o)-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began, {{> ended i}} AS ended,
    i.recorded_at AS known, coalesce(i.offence_classes, []) AS classes,
    'at a protected place' AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [{{> cited p}}, {{> cited w}}] AS links
  UNION ALL
  // A duty not met, such as to notify a name or address. Who is exempt (2019 Act s9(5): whoever
  // notifies as a sex offender already) has none.
  MATCH (i:Incident)<-[a:SUSPECT_IN]-(s)
  WHERE o.effect = 'requires' AND 'failing a requirement' IN i.behaviours
    AND NOT toLower(coalesce(o.conditions, '')) CONTAINS 'exempt' AND {{> not_cancelled i}}
    AND NOT EXISTS { MATCH (o)-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began, {{> ended i}} AS ended,
    i.recorded_at AS known, coalesce(i.offence_classes, []) AS classes,
    'a requirement not met' AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [] AS links
  UNION ALL
  // A call or message from a number of the subject to one of the protected, while both used them:
  // a number that was given up, or that the protected person uses too, tells of no contact.
  MATCH (o)-[p:PROTECTS]->(v:Person)-[w:USES]->(n:Phone|Account)
  MATCH (n)<-[c:CONTACTED]-(d:Phone|Account)<-[u:USES]-(s)
  WHERE o.effect <> 'requires' AND v.id <> s.id AND NOT EXISTS { MATCH (v)-[:USES]->(d) }
    AND (u.`to` IS NULL OR u.`to` > c.at) AND (w.`to` IS NULL OR w.`to` > c.at)
    AND {{> known_by_then u.first_seen}} AND {{> known_by_then w.first_seen}}
  RETURN null AS incident, c.id AS contact, c.at AS began, coalesce(c.until, c.at) AS ended,
    coalesce(c.first_seen, c.at) AS known, [] AS classes, 'contact' AS way,
    // Whose number it was then may be a guess, or somebody else's as well: possible only.
    coalesce(u.use = 'possible', false) OR coalesce(w.use = 'possible', false)
      OR coalesce(u.`from`, u.first_seen, c.at) > coalesce(c.until, c.at)
      OR coalesce(w.`from`, w.first_seen, c.at) > coalesce(c.until, c.at)
      OR EXISTS { MATCH (d)<-[:USES]-(q:Person) WHERE q.id <> s.id } AS maybe,
    [{{> cited c}}, {{> cited u}}, {{> cited w}}, {{> cited p}}] AS links
}
WITH s, o, start, stop, incident, contact, began, ended, known, classes, way, maybe, links
// While it bound, and known by then. An event of unknown beginning may have been within the time;
// the day before the order was served and the day after its end are no breach.
WHERE {{> known_by_then known}}
  AND (stop IS NULL OR coalesce(began, ended) < stop)
  AND (ended > start OR coalesce(began, ended) >= start)
WITH s, o, start, stop, incident, contact, began, ended, classes,
  collect(DISTINCT way) AS ways, min(CASE WHEN maybe THEN 1 ELSE 0 END) AS maybe,
  collect(links) AS links
ORDER BY ended, coalesce(incident, contact)
WITH s, o, start, stop, collect({
  incident: incident, contact: contact, began: coalesce(began, ended), ended: ended,
  classes: classes, ways: ways, maybe: maybe, links: {{> flat links}},
  // Known to a span only that also lies outside the order's time: told, and the verdict is lower.
  overlaps: CASE WHEN began IS NULL OR began < start OR ended > stop THEN 1 ELSE 0 END}) AS steps
OPTIONAL MATCH (s)-[:INSTIGATED]->(i:Incident)<-[:SUSPECT_IN]-(q:Person)
WHERE q.id <> s.id AND any(y IN steps WHERE y.incident = i.id)
WITH s, o, start, stop, steps, collect(DISTINCT q.id) AS proxies, $ref.orders[o.kind] AS kind,
  all(x IN steps WHERE x.overlaps = 1) AS possibly,
  reduce(a = [], x IN steps | a + [y IN x.ways WHERE NOT y IN a]) AS ways,
  {{> classes_of steps}} AS classes
RETURN s.id AS suspect_id, o.id AS order_id, coalesce(kind.breach, 'unknown') AS what,
  // A PIN or simple caution cannot be breached (SN06411): its subject was on notice.
  CASE WHEN o.effect = 'notice' THEN 'On notice, and acted again'
    WHEN all(x IN steps WHERE x.overlaps = 1 OR x.maybe = 1) THEN 'Possible breach'
    ELSE 'Breach' END
    + ' (' + coalesce(kind.title, o.kind, 'order') + ')' AS verdict,
  possibly, size(steps) AS events, reduce(n = 0, x IN steps | n + x.maybe) AS possible,
  reduce(n = 0, x IN steps | n + x.overlaps) AS overlapping, ways,
  [x IN steps WHERE x.incident IS NOT NULL | x.incident] AS incident_ids,
  [x IN steps WHERE x.contact IS NOT NULL | x.contact] AS contact_ids, proxies AS proxy_ids,
  classes,
  CASE WHEN {{> of_group classes stalking}}
    THEN '' ELSE 'No stalking offence is recorded among them.' END AS unconsidered,
  coalesce(kind.law, '') AS law, start, stop AS until,
  reduce(t = head([x IN steps | x.began]), x IN steps |
    CASE WHEN x.began < t THEN x.began ELSE t END) AS first,
  last([x IN steps | x.ended]) AS last, {{> links_of steps}} AS links
ORDER BY suspect_id, order_id
