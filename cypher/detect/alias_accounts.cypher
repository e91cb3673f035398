// name:     alias_accounts
// question: Which accounts used against people behave as one person?
// anchor:   Account
// params:   max_linked: int = 12, max_users: int = 2
// returns:  account_ids: list[str], accounts: int, via: list[str], victim_ids: list[str], handovers:
//           int, overlaps: int, suspect_ids: list[str], user_ids: list[str], other_accounts: int,
//           incident_ids: list[str], incidents: int, first: datetime, last: datetime,
//           forces: list[str], classes: list[str], links: list[map]
// subjects: account_ids
// evidence: incident_ids, links
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

// Accounts are joined by a contact point: a phone or account that each is linked to (recovery,
// device, log-in), or a person who uses both. The same group is found from each of its accounts.
UNWIND $anchors AS id
MATCH (a:Account {id: id})
// Accounts count that an incident involves on the offender's side: an account that nothing was
// done with is nobody's alias.
WHERE EXISTS {
  MATCH (a)<-[x:INVOLVES]-(i:Incident)
  WHERE x.whose IN ['offender', 'suspect'] AND {{> counts i}}
}
CALL (a) {
  MATCH (a)-[l:LINKED_TO]-(t)-[m:LINKED_TO]-(b:Account)
  WHERE {{> known_by_then l.first_seen}} AND {{> known_by_then m.first_seen}}
  RETURN t.id AS point, b, coalesce(l.kind, 'shared') + ' ' + CASE
    WHEN t:Phone THEN 'phone' ELSE 'account' END AS via, [{{> cited l}}, {{> cited m}}] AS links
  UNION ALL
  // One account that recovers another is a contact point itself, seen from either end.
  MATCH (a)-[l:LINKED_TO]-(b:Account)
  WHERE {{> known_by_then l.first_seen}}
  UNWIND [a.id, b.id] AS point
  RETURN point, b, coalesce(l.kind, 'shared') + ' account' AS via, [{{> cited l}}] AS links
  UNION ALL
  MATCH (a)<-[l:USES]-(p:Person)-[m:USES]->(b:Account)
  WHERE {{> known_by_then l.first_seen}} AND {{> known_by_then m.first_seen}}
  RETURN p.id AS point, b, 'user' AS via, [{{> cited l}}, {{> cited m}}] AS links
}
WITH a, point, collect(DISTINCT b) AS others, collect(DISTINCT via) AS via, collect(links) AS links
// One that more than max_linked accounts share is common (a shop's log-in, a public phone) and
// joins nothing.
WHERE size(others) < $max_linked AND {{> no_service_number point}}
  // A firm's, a school's or a help desk's is everybody's there.
  AND NOT EXISTS { MATCH (t:Phone {id: point})<-[:USES]-(o:Organisation) }
  AND NOT EXISTS { MATCH (t:Account {id: point})<-[:USES]-(o:Organisation) }
CALL (point) {
  MATCH (t:Phone {id: point})<-[u:USES]-(p:Person)
  WHERE {{> known_by_then u.first_seen}}
  {{> household p}}
  RETURN p, [{{> cited u}}] AS use, household + [p.id] AS household
  UNION ALL
  MATCH (t:Account {id: point})<-[u:USES]-(p:Person)
  WHERE {{> known_by_then u.first_seen}}
  {{> household p}}
  RETURN p, [{{> cited u}}] AS use, household + [p.id] AS household
  UNION ALL
  MATCH (p:Person {id: point})
  RETURN p, [] AS use, [] AS household
  UNION ALL
  RETURN null AS p, [] AS use, [] AS household
}
WITH a, point, others, via, links, collect(DISTINCT p) AS people, collect(use) AS uses,
  collect(household) AS homes
CALL (people) {
  UNWIND people AS one
  MATCH (one)-[d:POSSIBLY_SAME]-(two:Person)
  RETURN collect({a: one.id, b: two.id}) AS doubts
}
WITH a, point, others, via, [p IN people | p.id] AS users, doubts, links + uses AS links,
  {{> flat homes}} AS homes
WITH a, point, others, via, users, size({{> certain users}}) AS least, links, homes
// A phone that a household of more than max_users passes round says nothing of who wrote.
WHERE least <= $max_users
UNWIND [x IN others WHERE x.id <> a.id] + [a] AS b
CALL (b) {
  MATCH (b)<-[x:INVOLVES]-(i:Incident)
  WHERE x.whose IN ['offender', 'suspect'] AND {{> counts i}}
    // Never a victim's own account, though a report may put it on the wrong side once.
    AND NOT EXISTS { MATCH (b)<-[:USES]-(:Person)-[:VICTIM_OF]->(i) }
    AND NOT EXISTS { MATCH (b)<-[:INVOLVES {whose: 'victim'}]-(:Incident) }
  CALL (i) {
    OPTIONAL MATCH (v:Person)-[:VICTIM_OF]->(i)
    RETURN collect(DISTINCT v.id) AS victims
  }
  CALL (i) {
    OPTIONAL MATCH (s:Person)-[:SUSPECT_IN]->(i)
    RETURN collect(DISTINCT s.id) AS suspects
  }
  WITH b, i, victims, suspects
  CALL (b) {
    // Whose it is known to be: that of two people are not those of one.
    OPTIONAL MATCH (h:Person)-[:USES]->(b)
    OPTIONAL MATCH (h)-[:POSSIBLY_SAME]-(twin:Person)
    WITH collect(DISTINCT h.id) AS sure, collect(DISTINCT twin.id) AS perhaps
    RETURN sure, sure + perhaps AS holders
  }
  WITH DISTINCT i, victims, suspects, sure, holders
  ORDER BY {{> began i}}, i.id
  RETURN collect({id: i.id, start: {{> began i}},
    end: {{> ended i}}, victims: victims,
    suspects: suspects, sure: sure, holders: holders, force: i.force, classes: coalesce(i.offence_classes, [])}) AS seen
}
WITH a, point, via, links, users, least, homes, b, seen
ORDER BY head([x IN seen | x.start]), b.id
WITH a, point, via, links, users, least, homes,
  collect({id: b.id, seen: seen,
    sure: reduce(c = [], x IN seen | c + x.sure), holders: reduce(c = [], x IN seen | c + x.holders),
    met: reduce(c = [], x IN seen | c + [v IN x.victims + x.suspects WHERE NOT v IN c]), start: head([x IN seen | x.start]),
    end: reduce(t = head([x IN seen | x.end]), x IN seen |
      CASE WHEN x.end > t THEN x.end ELSE t END)}) AS held
// What shares the point and did nothing so far is counted beside the group: it may be the next.
WITH a, point, via, links, users, least, homes, [m IN held WHERE size(m.seen) > 0] AS active,
  size([m IN held WHERE size(m.seen) = 0]) AS unused
// A point that belongs to one person joins whatever it is linked to. One of two people, or of whom
// nobody knows, may be anybody's: it joins accounts that were used against one victim, or beside
// which one suspect is named, and those alone.
WITH a, point, via, links, users, homes, active, unused, [m IN active WHERE least = 1
  OR any(o IN active WHERE o.id <> m.id AND (any(x IN m.met WHERE x IN o.met)
    OR point IN [m.id, o.id]))] AS members
// One account with its recovery phone is one account.
WHERE size(members) > 1 AND any(m IN members WHERE m.id = a.id)
  // Where most have no victim in common it is a help desk's, or a reseller's.
  AND 2 * size(members) > size(active)
  // Known to be of different people, they share a contact point as a family does.
  AND NOT any(m IN members WHERE any(o IN members WHERE size(m.sure) > 0 AND size(o.sure) > 0
    AND NOT any(x IN m.sure WHERE x IN o.holders)))
  // A number of the victim's own household is hers, whoever entered it.
  AND NOT any(m IN members WHERE any(x IN m.seen WHERE any(v IN x.victims WHERE v IN homes)))
WITH a, collect({point: point, via: via, links: {{> flat links}}, users: users,
  members: members, unused: unused, ids: [m IN members | m.id]}) AS groups
UNWIND groups AS g
WITH a, groups, g
// Of points that join the same accounts, or some of the same, the largest group is told once.
WHERE NOT any(o IN groups WHERE all(x IN g.ids WHERE x IN o.ids)
  AND (size(o.ids) > size(g.ids) OR (size(o.ids) = size(g.ids) AND o.point < g.point)))
WITH g, [x IN groups WHERE all(y IN x.ids WHERE y IN g.ids)] AS within
WITH g, {{> links_of within}} AS links, g.ids AS ids,
  reduce(b = [], o IN within | b + o.via) AS ways,
  reduce(b = [], o IN within | b + o.users) AS users,
  reduce(b = [], m IN g.members | b + [x IN m.seen WHERE NOT x.id IN [y IN b | y.id]]) AS steps,
  reduce(b = [], m IN g.members | b + reduce(c = [], x IN m.seen |
    c + [v IN x.victims WHERE NOT v IN c])) AS met
{{> in_order ids account_ids}}
{{> in_order ways via}}
{{> in_order users user_ids}}
WITH account_ids, size(account_ids) AS accounts, via,
  // Whom two or more of the accounts were used against: one victim is what they have in common.
  reduce(a = [], x IN met |
    CASE WHEN x IN a OR size([y IN met WHERE y = x]) < 2 THEN a ELSE a + [x] END) AS victim_ids,
  // One that began after the one before had ended looks like a change of name; two at the same
  // time speak against it.
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
  {{> forces_of steps}} AS forces, {{> classes_of steps}} AS classes, links
// From each of its accounts the group is the same row; what it cites is the same in another order.
RETURN account_ids, accounts, via, victim_ids, handovers, overlaps, suspect_ids, user_ids,
  other_accounts, incident_ids, incidents, first, last, forces, classes, head(collect(links)) AS links
ORDER BY account_ids
