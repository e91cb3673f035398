// name:     on_notice
// question: Who was told to stop, by an information notice or a caution, and acted again?
// anchor:   Order
// params:   -
// returns:  suspect_id: str, order_id: str, notice: str, possibly: bool, events: int, possible: int,
//           overlapping: int, ways: list[str], incident_ids: list[str], contacts: list[map],
//           certain: list[str], proxy_ids: list[str], classes: list[str], start: datetime, until: datetime?, first:
//           datetime, last: datetime, links: list[map]
// subjects: suspect_id, order_id
// evidence: order_id, incident_ids, links
// reach:    3
// wakes:    -
// flag:     On notice, and acted again: {suspect_id}, {order_id} ({notice})
// explain:  {events} events between {first} and {last}: {ways}. The notice was given by {start}. It
//           ends {until}. Carried out through: {proxy_ids}. Recorded as {classes}. Calls and messages
//           among them: {contacts}.
// against:  No notice or simple caution can be breached: it shows that the conduct was known to be
//           unwanted. {overlapping} of the events are only known to a span that also lies before the
//           notice. {possible} of them name the suspect, who used the number, or who sent another,
//           only as possible.
// source:   Commons Library SN06411 on information notices: no order, evidence that the subject was on
//           notice; Protection from Harassment Act 1997 s1(1)(b): knows or ought to know

// What a notice is for: whoever goes on after it cannot say that they did not know.
UNWIND $anchors AS id
MATCH (o:Order {id: id})<-[:SUBJECT_OF]-(s:Person)
WHERE {{> is_notice o}}
{{> binding s o}}
// What would be a breach if an order forbade it, by the suspect or by whoever was sent.
{{> acted_against s o}}
WITH s, o, start, stop, steps, proxies,
  reduce(a = [], x IN steps | a + [y IN x.ways WHERE NOT y IN a]) AS ways
RETURN s.id AS suspect_id, o.id AS order_id,
  coalesce($ref.orders[o.kind].title, o.kind, 'notice') AS notice,
  // One event that certainly lies after the notice and is certainly his makes it certain.
  all(x IN steps WHERE x.overlaps = 1 OR x.maybe = 1) AS possibly,
  size(steps) AS events, reduce(n = 0, x IN steps | n + x.maybe) AS possible,
  reduce(n = 0, x IN steps | n + x.overlaps) AS overlapping, ways,
  [x IN steps WHERE x.incident IS NOT NULL | x.incident] AS incident_ids,
  [x IN steps WHERE x.contact IS NOT NULL | x.contact] AS contacts,
  // Which of them are certain, incidents and contacts by their ids: a picture marks each by itself.
  [x IN steps WHERE x.overlaps = 0 AND x.maybe = 0 | coalesce(x.incident, x.contact.id)] AS certain,
  proxies AS proxy_ids,
  // When and what, of all of them: a notice has no event that counts more than another.
  {{> classes_of steps}} AS classes, start, stop AS until,
  reduce(t = head([x IN steps | x.began]), x IN steps |
    CASE WHEN x.began < t THEN x.began ELSE t END) AS first,
  last([x IN steps | x.ended]) AS last, {{> links_of steps}} AS links
ORDER BY suspect_id, order_id
