// name:     order_breach
// question: Which orders were acted against while in force and served?
// anchor:   Order
// params:   -
// returns:  suspect_id: str, order_id: str, what: str, verdict: str, possibly: bool, events: int,
//           possible: int, overlapping: int, ways: list[str], incident_ids: list[str], contacts:
//           list[map], certain: list[str], proxy_ids: list[str], classes: list[str], unconsidered:
//           str, law: str, start: datetime, until: datetime?, first: datetime, last: datetime,
//           links: list[map]
// subjects: suspect_id, order_id
// evidence: order_id, incident_ids, links
// reach:    3
// wakes:    -
// flag:     {verdict}: {suspect_id}, {order_id}
// explain:  {events} events between {first} and {last}: {ways}. The order bound from {start}. It
//           ends {until}. Carried out through: {proxy_ids}. Recorded as {classes}. Calls and messages
//           among them: {contacts}. In law this is: {what}. See {law}. {unconsidered}
// against:  {overlapping} of the events are only known to a span that also lies outside the
//           order's time. {possible} of them name the suspect, who used the number, or who sent
//           another, only as possible. Contact that the order's conditions allow is no breach: read
//           {order_id}.
// source:   Each order's own Act (graph/model/reference/orders.toml): breach is a crime, contempt, or a
//           power of arrest only. Protection from Harassment Act 1997 s7(3A) on acts through
//           others. 2017 joint inspection: orders are breached and nothing follows

// An order binds from its beginning, once it was served, until its end, the day it was ended or
// replaced by a variation.
UNWIND $anchors AS id
MATCH (o:Order {id: id})<-[:SUBJECT_OF]-(s:Person)
// Nobody can act against what detains them, and an order of no known effect forbids nothing that
// could be tested here. A PIN or simple caution cannot be breached (SN06411): on_notice asks of it.
WHERE o.effect IN ['prohibits', 'requires'] AND NOT {{> is_notice o}}
{{> binding s o}}
{{> acted_against s o}}
WITH s, o, start, stop, steps, proxies, $ref.orders[o.kind] AS kind,
  // A breach only where one event is certain: whose doing it was, and that the order bound then.
  all(x IN steps WHERE x.overlaps = 1 OR x.maybe = 1) AS possibly,
  reduce(a = [], x IN steps | a + [y IN x.ways WHERE NOT y IN a]) AS ways,
  {{> classes_of steps}} AS classes
RETURN s.id AS suspect_id, o.id AS order_id, coalesce(kind.breach, 'unknown') AS what,
  CASE WHEN possibly THEN 'Possible breach' ELSE 'Breach' END
    + ' (' + coalesce(kind.title, o.kind, 'order') + ')' AS verdict,
  possibly, size(steps) AS events, reduce(n = 0, x IN steps | n + x.maybe) AS possible,
  reduce(n = 0, x IN steps | n + x.overlaps) AS overlapping, ways,
  [x IN steps WHERE x.incident IS NOT NULL | x.incident] AS incident_ids,
  [x IN steps WHERE x.contact IS NOT NULL | x.contact] AS contacts,
  // Which of them are certain, incidents and contacts by their ids: a picture marks each by itself.
  [x IN steps WHERE x.overlaps = 0 AND x.maybe = 0 | coalesce(x.incident, x.contact.id)] AS certain,
  proxies AS proxy_ids,
  classes,
  CASE WHEN {{> of_group classes stalking}}
    THEN '' ELSE 'No stalking offence is recorded among them.' END AS unconsidered,
  coalesce(kind.law, '') AS law, start, stop AS until,
  reduce(t = head([x IN steps | x.began]), x IN steps |
    CASE WHEN x.began < t THEN x.began ELSE t END) AS first,
  last([x IN steps | x.ended]) AS last, {{> links_of steps}} AS links
ORDER BY suspect_id, order_id
