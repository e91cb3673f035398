// name:     follows_the_move
// question: Which suspects turned up at a victim's new home, work, school or number soon after the change?
// anchor:   Person as suspect
// params:   days: int = 42, max_unknown: int = 180, max_overlap: int = 31
// returns:  suspect_id: str, victim_id: str, ways: list[str], acts: int, contacts: int, first_known:
//           datetime, left: datetime, arrived: datetime, followed: datetime, days_after: int,
//           unknown_days: int, incident_ids: list[str], new_incident_ids: list[str], incidents:
//           int, possible: int, forces: list[str], classes: list[str], record_ids: list[str], level: int
// subjects: suspect_id, victim_id
// evidence: incident_ids, new_incident_ids, record_ids
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

// When somebody moved is hardly ever recorded. It lies after the last evidence of the old
// place and not after the first evidence of the new one, which is often the incident itself.
// The act must lie after the last evidence of the old place, within $days of the first
// evidence of the new one, and within $max_unknown of the last of the old one; where that is
// more than $days ago the flag says that it may have taken longer. A victim seen at the old
// place later than at the new one has not moved; evidence of both may overlap by max_overlap
// days, because a record delivered again carries the later address. The suspect must have been reported for something done to the
// victim before the change, and neither live, work nor study there, nor in its postcode, on
// any evidence: a neighbour was there first. Another notation of the old postcode and house
// is no new home.
UNWIND $anchors AS id
MATCH (s:Person {id: id})
CALL (s) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[r:VICTIM_OF]-(v:Person)
  WHERE v.id <> s.id AND NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  WITH v, i, collect(a.attribution) AS hows,
    max(CASE WHEN a.level > r.level THEN a.level ELSE coalesce(r.level, 0) END) AS link_level
  ORDER BY coalesce(i.occurred_to, i.occurred_from, i.recorded_at), i.id
  RETURN v, collect({id: i.id, node: i, start: coalesce(i.occurred_from, i.recorded_at),
    end: coalesce(i.occurred_to, i.occurred_from, i.recorded_at), force: i.force,
    recorded: coalesce(i.recorded_at, i.occurred_to), classes: coalesce(i.offence_classes, []),
    possible: CASE WHEN all(how IN hows WHERE how = 'possible') AND size(hows) > 0 THEN 1 ELSE 0 END,
    level: CASE WHEN i.level > link_level THEN i.level ELSE link_level END}) AS steps
}
CALL (s, v) {
  MATCH (v)-[o:LIVES_AT|WORKS_AT|STUDIES_AT]->(old:Address)
  MATCH (v)-[n:LIVES_AT|WORKS_AT|STUDIES_AT]->(new:Address)
  WHERE type(o) = type(n) AND old.id <> new.id
    AND coalesce(old.postcode, old.id) <> coalesce(new.postcode, new.id)
    AND NOT (coalesce(old.house, '') = coalesce(new.house, '')
      AND coalesce(old.street, old.locality, '') = coalesce(new.street, new.locality, '')
      AND coalesce(old.street, old.locality, '') <> '')
    AND n.first_seen <= datetime($as_of)
    AND (n.first_seen > o.last_seen OR (n.last_seen > o.last_seen
      AND n.first_seen > o.last_seen - duration({days: $max_overlap})))
    AND NOT EXISTS { MATCH (s)-[:LIVES_AT|WORKS_AT|STUDIES_AT]->(new) }
    AND NOT EXISTS {
      MATCH (s)-[:LIVES_AT|WORKS_AT|STUDIES_AT]->(x:Address)
      WHERE x.postcode = new.postcode
    }
  WITH s, v, new, n, max(o.last_seen) AS left, collect(coalesce(o.records, [])) AS olds,
    max(coalesce(o.level, 0)) AS old_level
  MATCH (new)<-[at:AT]-(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(s)
  WHERE NOT coalesce(j.cancelled, false)
    AND (j.recorded_at IS NULL OR j.recorded_at <= datetime($as_of))
  WITH n, left, olds, old_level, at, j ORDER BY coalesce(j.occurred_from, j.recorded_at), j.id
  WITH n, left, olds, old_level, collect({at: at, j: j}) AS visits
  WITH n, left, olds, old_level, visits, [x IN visits | x.j.id] AS there
  UNWIND visits AS visit
  WITH n, left, olds, old_level, there, visit.at AS at, visit.j AS j
  RETURN CASE type(n) WHEN 'LIVES_AT' THEN 'at the home' WHEN 'WORKS_AT' THEN 'at the work'
      ELSE 'at the school' END AS way, j.id AS act, coalesce(j.occurred_from, j.recorded_at) AS start,
    coalesce(j.occurred_to, j.occurred_from, j.recorded_at) AS end, left, n.first_seen AS arrived,
    there, olds + [coalesce(n.records, [])] AS ties,
    reduce(top = old_level, x IN [n.level, at.level] | CASE WHEN x > top THEN x ELSE top END) AS act_level
  UNION ALL
  MATCH (v)-[o:USES]->(old:Phone)
  MATCH (v)-[n:USES]->(new:Phone)
  WHERE old.id <> new.id AND n.first_seen <= datetime($as_of) AND n.first_seen > o.last_seen
    AND NOT EXISTS { MATCH (s)-[:USES]->(new) }
  WITH s, v, new, n, max(o.last_seen) AS left, collect(coalesce(o.records, [])) AS olds,
    max(coalesce(o.level, 0)) AS old_level
  MATCH (s)-[u:USES]->(k)-[c:CONTACTED]->(new)
  WHERE (u.first_seen IS NULL OR u.first_seen <= datetime($as_of))
    AND c.first_seen <= datetime($as_of)
    AND NOT EXISTS { MATCH (v)-[:USES]->(k) }
  RETURN 'by the new number' AS way, null AS act, c.at AS start, coalesce(c.until, c.at) AS end,
    left, n.first_seen AS arrived, [] AS there,
    olds + [coalesce(n.records, []), coalesce(u.records, []), coalesce(c.records, [])] AS ties,
    reduce(top = old_level, x IN [n.level, u.level, c.level] |
      CASE WHEN x > top THEN x ELSE top END) AS act_level
}
WITH s, v, steps, way, act, start, end, left, arrived, there, ties, act_level
WHERE end > left AND start <= arrived + duration({days: $days})
  AND start <= left + duration({days: $max_unknown})
  AND any(x IN steps WHERE x.end < start AND (x.end < left OR x.recorded <= left)
    AND NOT x.id IN coalesce(there, []))
WITH s, v, steps, way, act, start, end, left, arrived, ties, act_level
ORDER BY start, act, way
WITH s, v, steps, collect({way: way, act: act, start: start, left: left, arrived: arrived,
  ties: ties, level: act_level}) AS acts
WITH s, v, steps, acts, head(acts) AS first_act,
  [x IN acts WHERE x.act IS NOT NULL | x.act] AS held
CALL (acts) {
  UNWIND acts AS x
  UNWIND x.ties AS part
  UNWIND part AS y
  WITH DISTINCT y ORDER BY y
  RETURN collect(y) AS record_ids
}
WITH s, v, acts, first_act, held, record_ids,
  [x IN steps WHERE x.id IN held OR x.end < first_act.start] AS steps
RETURN s.id AS suspect_id, v.id AS victim_id,
  reduce(a = [], x IN acts | CASE WHEN x.way IN a THEN a ELSE a + [x.way] END) AS ways,
  size(reduce(a = [], x IN held | CASE WHEN x IN a THEN a ELSE a + [x] END)) AS acts,
  size([x IN acts WHERE x.act IS NULL]) AS contacts, head(steps).start AS first_known,
  first_act.left AS left, first_act.arrived AS arrived, first_act.start AS followed,
  duration.inDays(first_act.left, first_act.start).days AS days_after,
  CASE WHEN first_act.start > first_act.left + duration({days: $days})
    THEN duration.inDays(first_act.left, first_act.arrived).days ELSE 0 END AS unknown_days,
  [x IN steps | x.id] AS incident_ids,
  reduce(a = [], x IN held | CASE WHEN x IN a THEN a ELSE a + [x] END) AS new_incident_ids,
  size(steps) AS incidents, reduce(n = 0, x IN steps | n + x.possible) AS possible,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes, record_ids,
  reduce(top = 0, x IN acts + steps | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
ORDER BY suspect_id, victim_id
