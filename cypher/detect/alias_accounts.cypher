// name:     alias_accounts
// question: Which accounts used against people behave as one person?
// anchor:   Account
// params:   max_linked: int = 12, max_users: int = 3
// returns:  account_ids: list[str], accounts: int, via: list[str], victim_ids: list[str], handovers:
//           int, overlaps: int, suspect_ids: list[str], user_ids: list[str], other_accounts: int,
//           incident_ids: list[str], incidents: int, first: datetime, last: datetime,
//           forces: list[str], classes: list[str], record_ids: list[str], level: int
// subjects: account_ids
// evidence: incident_ids, record_ids
// reach:    4
// wakes:    -
// flag:     Accounts that behave as one person: {accounts} accounts, {incidents} incidents
// explain:  {incidents} incidents between {first} and {last}, recorded by {forces} as {classes},
//           involve {accounts} accounts on the offender's side that share {via}. Victims that two or
//           more of them were used against: {victim_ids}. One account began after the one before it
//           had ended {handovers} times. People known to use what they share: {user_ids}. Suspects
//           that a report names beside one of them: {suspect_ids}. Accounts that share it too, and
//           that no incident involves so far: {other_accounts}.
// against:  A contact point can be shared by a family or entered by anybody: confirm with the service
//           who holds it. Accounts that were in use at the same time: {overlaps}.
// source:   Pseudonyms and false accounts in stalking (Ruggles and other reviews); 1997 Act s2A(3)(b)
//           contact by any means; IPCO on attribution: a link is possible until corroborated

// A contact point is a phone or account that an account is linked to (recovery, device,
// log-in), or a person who uses both. One that more than max_linked accounts or max_users
// people share is common and joins nothing, nor does a service number (03, 08, 09: Ofcom's
// numbering plan). Accounts count that an incident involves on the offender's side, never a
// victim's own. The same group is found from each of its accounts.
UNWIND $anchors AS id
MATCH (a:Account {id: id})
WHERE EXISTS {
  MATCH (a)<-[x:INVOLVES]-(i:Incident)
  WHERE x.whose IN ['offender', 'suspect'] AND NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
}
CALL (a) {
  MATCH (a)-[l:LINKED_TO]-(t)-[m:LINKED_TO]-(b:Account)
  WHERE (l.first_seen IS NULL OR l.first_seen <= datetime($as_of))
    AND (m.first_seen IS NULL OR m.first_seen <= datetime($as_of))
  RETURN t.id AS point, b, coalesce(l.kind, 'shared') + ' ' + CASE
    WHEN t:Phone THEN 'phone' ELSE 'account' END AS via,
    coalesce(l.records, []) + coalesce(m.records, []) AS ties,
    CASE WHEN l.level > m.level THEN l.level ELSE coalesce(m.level, 0) END AS tie_level
  UNION ALL
  MATCH (a)-[l:LINKED_TO]-(b:Account)
  WHERE l.first_seen IS NULL OR l.first_seen <= datetime($as_of)
  UNWIND [a.id, b.id] AS point
  RETURN point, b, coalesce(l.kind, 'shared') + ' account' AS via,
    coalesce(l.records, []) AS ties, coalesce(l.level, 0) AS tie_level
  UNION ALL
  MATCH (a)<-[l:USES]-(p:Person)-[m:USES]->(b:Account)
  WHERE (l.first_seen IS NULL OR l.first_seen <= datetime($as_of))
    AND (m.first_seen IS NULL OR m.first_seen <= datetime($as_of))
  RETURN p.id AS point, b, 'user' AS via,
    coalesce(l.records, []) + coalesce(m.records, []) AS ties,
    CASE WHEN l.level > m.level THEN l.level ELSE coalesce(m.level, 0) END AS tie_level
}
WITH a, point, collect(DISTINCT b) AS others, collect(DISTINCT via) AS via, collect(ties) AS ties,
  max(tie_level) AS tie_level
WHERE size(others) < $max_linked AND NOT any(p IN ['+443', '+448', '+449'] WHERE point STARTS WITH p)
CALL (point) {
  MATCH (t:Phone {id: point})<-[u:USES]-(p:Person)
  WHERE u.first_seen IS NULL OR u.first_seen <= datetime($as_of)
  RETURN p.id AS user, coalesce(u.records, []) AS told, coalesce(u.level, 0) AS use_level
  UNION ALL
  MATCH (t:Account {id: point})<-[u:USES]-(p:Person)
  WHERE u.first_seen IS NULL OR u.first_seen <= datetime($as_of)
  RETURN p.id AS user, coalesce(u.records, []) AS told, coalesce(u.level, 0) AS use_level
  UNION ALL
  MATCH (p:Person {id: point})
  RETURN p.id AS user, [] AS told, 0 AS use_level
  UNION ALL
  RETURN null AS user, [] AS told, 0 AS use_level
}
WITH a, point, others, via, ties, tie_level, collect(DISTINCT user) AS users,
  collect(told) AS tolds, max(use_level) AS use_level
WHERE size(users) <= $max_users
WITH a, point, others, via, ties + tolds AS ties, users,
  CASE WHEN use_level > tie_level THEN use_level ELSE tie_level END AS tie_level
UNWIND [x IN others WHERE x.id <> a.id] + [a] AS b
CALL (b) {
  MATCH (b)<-[x:INVOLVES]-(i:Incident)
  WHERE x.whose IN ['offender', 'suspect'] AND NOT coalesce(i.cancelled, false)
    AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
    AND NOT EXISTS { MATCH (b)<-[:USES]-(:Person)-[:VICTIM_OF]->(i) }
    AND NOT EXISTS { MATCH (b)<-[:INVOLVES {whose: 'victim'}]-(:Incident) }
  CALL (i) {
    OPTIONAL MATCH (v:Person)-[r:VICTIM_OF]->(i)
    RETURN collect(DISTINCT v.id) AS victims, max(coalesce(r.level, 0)) AS victim_level
  }
  CALL (i) {
    OPTIONAL MATCH (s:Person)-[r:SUSPECT_IN]->(i)
    RETURN collect(DISTINCT s.id) AS suspects, max(coalesce(r.level, 0)) AS suspect_level
  }
  WITH i, victims, suspects, max(reduce(top = coalesce(i.level, 0),
    y IN [x.level, victim_level, suspect_level] | CASE WHEN y > top THEN y ELSE top END)) AS level
  ORDER BY coalesce(i.occurred_from, i.recorded_at), i.id
  RETURN collect({id: i.id, start: coalesce(i.occurred_from, i.recorded_at),
    end: coalesce(i.occurred_to, i.occurred_from, i.recorded_at), victims: victims,
    suspects: suspects, force: i.force, classes: coalesce(i.offence_classes, []), level: level})
    AS seen
}
WITH a, point, via, ties, tie_level, users, b, seen
ORDER BY head([x IN seen | x.start]), b.id
WITH a, point, via, ties, tie_level, users,
  collect({id: b.id, seen: seen, start: head([x IN seen | x.start]),
    end: reduce(t = head([x IN seen | x.end]), x IN seen |
      CASE WHEN x.end > t THEN x.end ELSE t END)}) AS held
WITH a, point, via, ties, tie_level, users, [m IN held WHERE size(m.seen) > 0] AS members,
  size([m IN held WHERE size(m.seen) = 0]) AS unused
WHERE size(members) > 1
WITH a, collect({point: point, via: via, ties: ties, tie_level: tie_level, users: users,
  members: members, unused: unused, ids: [m IN members | m.id]}) AS groups
UNWIND groups AS g
WITH a, groups, g
WHERE NOT any(o IN groups WHERE all(x IN g.ids WHERE x IN o.ids)
  AND (size(o.ids) > size(g.ids) OR (size(o.ids) = size(g.ids) AND o.point < g.point)))
WITH g,
  reduce(b = [], o IN [x IN groups WHERE all(y IN x.ids WHERE y IN g.ids)] | b + o.via) AS ways,
  reduce(b = [], o IN [x IN groups WHERE all(y IN x.ids WHERE y IN g.ids)] | b + o.users) AS users,
  reduce(b = [], o IN [x IN groups WHERE all(y IN x.ids WHERE y IN g.ids)] |
    b + reduce(c = [], z IN o.ties | c + z)) AS ties,
  reduce(n = 0, o IN groups | CASE WHEN o.tie_level > n THEN o.tie_level ELSE n END) AS tie_level,
  reduce(b = [], m IN g.members | b + [x IN m.seen WHERE NOT x.id IN [y IN b | y.id]]) AS steps,
  reduce(b = [], m IN g.members | b + reduce(c = [], x IN m.seen |
    c + [v IN x.victims WHERE NOT v IN c])) AS met
CALL (g) {
  UNWIND g.ids AS x
  WITH x ORDER BY x
  RETURN collect(x) AS account_ids
}
CALL (ways) {
  UNWIND ways AS x
  WITH DISTINCT x ORDER BY x
  RETURN collect(x) AS via
}
CALL (users) {
  UNWIND users AS x
  WITH DISTINCT x ORDER BY x
  RETURN collect(x) AS user_ids
}
CALL (ties) {
  UNWIND ties AS x
  WITH DISTINCT x ORDER BY x
  RETURN collect(x) AS record_ids
}
RETURN DISTINCT account_ids, size(account_ids) AS accounts, via,
  reduce(a = [], x IN met |
    CASE WHEN x IN a OR size([y IN met WHERE y = x]) < 2 THEN a ELSE a + [x] END) AS victim_ids,
  reduce(n = 0, k IN range(1, size(g.members) - 1) |
    n + CASE WHEN g.members[k].start >= g.members[k - 1].end THEN 1 ELSE 0 END) AS handovers,
  reduce(n = 0, k IN range(1, size(g.members) - 1) |
    n + CASE WHEN g.members[k].start < g.members[k - 1].end THEN 1 ELSE 0 END) AS overlaps,
  reduce(a = [], x IN steps | a + [y IN x.suspects WHERE NOT y IN a]) AS suspect_ids,
  user_ids, g.unused AS other_accounts, [x IN steps | x.id] AS incident_ids, size(steps) AS incidents,
  reduce(t = head([x IN steps | x.start]), x IN steps |
    CASE WHEN x.start < t THEN x.start ELSE t END) AS first,
  reduce(t = head([x IN steps | x.end]), x IN steps |
    CASE WHEN x.end > t THEN x.end ELSE t END) AS last,
  reduce(a = [], x IN steps | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN steps | a + [y IN x.classes WHERE NOT y IN a]) AS classes,
  record_ids,
  reduce(top = tie_level, x IN steps | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
ORDER BY account_ids
