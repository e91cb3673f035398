// name:     follows_the_move
// question: Which suspects turned up at a victim's new home, work, school or number soon after the change?
// anchor:   Person as suspect
// params:   days: int = 42, max_unknown: int = 180, max_overlap: int = 31
// returns:  suspect_id: str, victim_id: str, ways: list[str], acts: int, contacts: list[map],
//           first_known: datetime, left: datetime, arrived: datetime, followed: datetime, days_after: int,
//           unknown_days: int, incident_ids: list[str], new_incident_ids: list[str], incidents:
//           int, possible: int, forces: list[str], classes: list[str], links: list[map]
// subjects: suspect_id, victim_id
// evidence: incident_ids, new_incident_ids, links
// reach:    3
// wakes:    -
// flag:     Followed the move: {suspect_id} after {victim_id}
// explain:  {victim_id} was last seen at the old place or number on {left} and first at the new one on
//           {arrived}; {suspect_id}, named towards {victim_id} since {first_known}, was there by
//           {followed} ({ways}). Incidents there: {acts}. Calls or messages to the new number:
//           {contacts}. At most {days_after} days lie between the change and the first act. In all
//           {incidents} incidents, recorded by {forces} as {classes}. How the new place became known
//           is the question: the flag names no address, and none may reach the suspect's side.
// against:  The change may be {unknown_days} days older than its first evidence, so that it took longer
//           than it seems. A new place can be found by chance or through a common acquaintance.
//           Incidents that name the suspect only as possible: {possible}.
// source:   Protection from Harassment Act 1997 s2A(3): following, loitering, contacting by any means;
//           surveillance in 63% of homicides after stalking (Suzy Lamplugh Trust)

// When somebody moved is hardly ever recorded. It lies after the last evidence of the old place
// and not after the first evidence of the new one, which is often the incident itself.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  // Whoever is a stranger to the victim until the new place follows nobody.
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[:VICTIM_OF]-(v:Person)
  WHERE v.id <> s.id AND {{> counts i}}
  WITH v, i, collect(a.attribution) AS hows
  ORDER BY {{> ended i}}, i.id
  RETURN v, collect({
    {{> step i hows}}, recorded: coalesce(i.recorded_at, i.occurred_to)}) AS steps
}
CALL (s, v) {
  // A home is changed for a home, a work for a work: a new job beside the old home is no move.
  MATCH (v)-[o:LIVES_AT|WORKS_AT|STUDIES_AT]->(old:Address)
  MATCH (v)-[n:LIVES_AT|WORKS_AT|STUDIES_AT]->(new:Address)
  WHERE type(o) = type(n) AND old.id <> new.id
    // Another notation of the old postcode and house is no new home.
    AND coalesce(old.postcode, old.id) <> coalesce(new.postcode, new.id)
    AND NOT (coalesce(old.house, '') = coalesce(new.house, '')
      AND coalesce(old.street, old.locality, '') = coalesce(new.street, new.locality, '')
      AND coalesce(old.street, old.locality, '') <> '')
    AND n.first_seen <= datetime($as_of)
    // A victim seen at the old place later than at the new one has not moved; evidence of both may
    // overlap by max_overlap days, since a record delivered again carries the later address.
    AND (n.first_seen > o.last_seen OR (n.last_seen > o.last_seen
      AND n.first_seen > o.last_seen - duration({days: $max_overlap})))
    // On any evidence at any time: a neighbour or colleague was there first.
    AND NOT EXISTS { MATCH (s)-[:LIVES_AT|WORKS_AT|STUDIES_AT]->(new) }
    AND NOT EXISTS {
      MATCH (s)-[:LIVES_AT|WORKS_AT|STUDIES_AT]->(x:Address)
      WHERE x.postcode = new.postcode
    }
  WITH s, v, new, n, max(o.last_seen) AS left, collect({{> cited o}}) AS olds
  // To be there is enough, whatever was done and to whom: s2A(3)(a) and (e), following and
  // loitering.
  MATCH (new)<-[at:AT]-(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(s)
  WHERE {{> counts j}}
  WITH n, left, olds, at, j ORDER BY {{> began j}}, j.id
  WITH n, left, olds, collect({at: at, j: j}) AS visits
  WITH n, left, olds, visits, [x IN visits | x.j.id] AS there
  UNWIND visits AS visit
  WITH n, left, olds, there, visit.at AS at, visit.j AS j
  RETURN CASE type(n) WHEN 'LIVES_AT' THEN 'at the home' WHEN 'WORKS_AT' THEN 'at the work'
      ELSE 'at the school' END AS way, j.id AS act, null AS contact, {{> began j}} AS start, {{> ended j}} AS end,
    left, n.first_seen AS arrived, there, olds + [{{> cited n}}, {{> cited at}}] AS links
  UNION ALL
  // The same by number: contacting by any means, s2A(3)(b).
  MATCH (v)-[o:USES]->(old:Phone)
  MATCH (v)-[n:USES]->(new:Phone)
  WHERE old.id <> new.id AND n.first_seen <= datetime($as_of) AND n.first_seen > o.last_seen
    // A phone that both are known to use was handed over, or shared.
    AND NOT EXISTS { MATCH (s)-[:USES]->(new) }
  WITH s, v, new, n, max(o.last_seen) AS left, collect({{> cited o}}) AS olds
  MATCH (s)-[u:USES]->(k)-[c:CONTACTED]->(new)
  WHERE {{> known_by_then u.first_seen}}
    AND c.first_seen <= datetime($as_of)
    // Nor is a number that is the victim's too the suspect's call.
    AND NOT EXISTS { MATCH (v)-[:USES]->(k) }
  RETURN 'by the new number' AS way, null AS act, {{> contact c}} AS contact, c.at AS start, coalesce(c.until, c.at) AS end,
    left, n.first_seen AS arrived, [] AS there,
    olds + [{{> cited n}}, {{> cited u}}, {{> cited c}}] AS links
}
WITH s, v, steps, way, act, contact, start, end, left, arrived, there, links
// After the last evidence of the old place, soon after the first of the new one. Where the old one
// was last seen more than $days ago the flag says that it may have taken longer; beyond
// max_unknown it says nothing.
WHERE end > left AND start <= arrived + duration({days: $days})
  AND start <= left + duration({days: $max_unknown})
  // Reported before the change for something done elsewhere: whoever first met the victim at the
  // new place has followed nobody there.
  AND any(x IN steps WHERE x.end < start AND (x.end < left OR x.recorded <= left)
    AND NOT x.id IN coalesce(there, []))
WITH s, v, steps, way, act, contact, start, end, left, arrived, links
ORDER BY start, act, contact.id, way
WITH s, v, steps, collect({way: way, act: act, contact: contact, start: start, left: left,
  arrived: arrived, links: links}) AS acts
WITH s, v, steps, acts, head(acts) AS first_act,
  [x IN acts WHERE x.act IS NOT NULL | x.act] AS held
WITH s, v, acts, first_act, held,
  [x IN steps WHERE x.id IN held OR x.end < first_act.start] AS steps
RETURN s.id AS suspect_id, v.id AS victim_id,
  reduce(a = [], x IN acts | CASE WHEN x.way IN a THEN a ELSE a + [x.way] END) AS ways,
  size(reduce(a = [], x IN held | CASE WHEN x IN a THEN a ELSE a + [x] END)) AS acts,
  [x IN acts WHERE x.act IS NULL | x.contact] AS contacts, head(steps).seen AS first_known,
  first_act.left AS left, first_act.arrived AS arrived, first_act.start AS followed,
  duration.inDays(first_act.left, first_act.start).days AS days_after,
  CASE WHEN first_act.start > first_act.left + duration({days: $days})
    THEN duration.inDays(first_act.left, first_act.arrived).days ELSE 0 END AS unknown_days,
  [x IN steps | x.id] AS incident_ids,
  reduce(a = [], x IN held | CASE WHEN x IN a THEN a ELSE a + [x] END) AS new_incident_ids,
  size(steps) AS incidents, {{> possible_of steps}} AS possible,
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes, {{> links_of acts}} AS links
ORDER BY suspect_id, victim_id
