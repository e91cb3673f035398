// name:     unknown_suspect
// question: Which incidents without a suspect are joined to a person, or to each other, and how surely?
// anchor:   Incident
// params:   min_probability: float = 0.5, max_users: int = 5, max_incidents: int = 20,
//           half_life_days: int = 180, gap_minutes: int = 60
// returns:  incident_ids: list[str], suspect_id: str?, via: list[str], rarity: int, weight: float,
//           probability: float, same_victim: int, incidents: int, victim_ids: list[str],
//           other_incident_ids: list[str], first: datetime, last: datetime, forces: list[str],
//           classes: list[str], links: list[map]
// subjects: incident_ids, suspect_id
// evidence: incident_ids, other_incident_ids, links
// reach:    4
// wakes:    -
// flag:     No suspect named, but joined by {via}: {incident_ids}
// explain:  It is joined by {via}, with a probability of {probability}. Tied to it is {suspect_id}.
//           People known to use what was left behind, at most: {rarity}. Other incidents in which
//           {suspect_id} is named towards the same victim: {same_victim}. It happened from {first} to {last}, in
//           {incidents} reports, recorded by {forces} as {classes}. The victims are {victim_ids}.
// against:  An identifier may be lent, shared, spoofed or wrongly written, and one wrong digit names
//           somebody else: confirm it first. The probability weighs only what is recorded, and makes
//           nobody a suspect.
// source:   IPCO 2017-19: errors in communications data led to arrests of the innocent, so an
//           attribution is possible until corroborated; the weights are judgements, stated below, and
//           tested against the synthetic region

// An identifier is a phone, account or vehicle that the incident involves on the offender's
// side (or on an unknown side), a phone or account that such an account is linked to, and the
// address where it happened. Each that a person is known to use weighs
//   base * side * known * 0.5 ^ (days / half_life_days) / users
// base: 0.9 phone or account, 0.8 vehicle, 0.3 place. side: 1 offender's, 0.5 unknown; times
// 0.8 through a linked account. known: 1 when a record says that the person uses it, 0.8 (0.4
// beside others) when only another report names the person as suspect where it was used, half
// of that when its side was unknown there. days: between the incident and the nearest time at
// which it was seen with the person. users: the distinct people it was seen with. To have
// been named towards the same victim weighs 0.4. Independent weights combine as
// 1 - product(1 - weight).
UNWIND $anchors AS id
MATCH (i:Incident {id: id})
// Where somebody is named there is nothing to ask.
WHERE {{> counts i}}
  AND NOT EXISTS { MATCH (i)<-[:SUSPECT_IN|INSTIGATED]-() }
CALL (i) {
  // First: who is known to use what was left behind.
  CALL (i) {
    MATCH (i)-[x:INVOLVES]->(k)
    WHERE x.whose IN ['offender', 'suspect', 'unknown']
    RETURN k, CASE x.whose WHEN 'unknown' THEN 0.5 ELSE 1.0 END AS side, [{{> cited x}}] AS links
    UNION ALL
    MATCH (i)-[x:INVOLVES]->(a:Account)-[l:LINKED_TO]-(k)
    WHERE x.whose IN ['offender', 'suspect', 'unknown'] AND {{> known_by_then l.first_seen}}
    RETURN k, CASE x.whose WHEN 'unknown' THEN 0.4 ELSE 0.8 END AS side,
      [{{> cited x}}, {{> cited l}}] AS links
    UNION ALL
    MATCH (i)-[x:AT]->(k:Address)
    RETURN k, 1.0 AS side, [{{> cited x}}] AS links
  }
  WITH i, k, max(side) AS side, collect(links) AS clues
  // What belongs to an organisation, or to a victim of the incident (who was called on it, or
  // lives there), points to nobody.
  WHERE {{> no_service_number k.id}}
    AND NOT EXISTS { MATCH (k)<-[:USES|LIVES_AT]-(:Organisation) }
    AND NOT EXISTS { MATCH (i)<-[:VICTIM_OF]-(:Person)-[:USES|DRIVES|LIVES_AT]->(k) }
  CALL (k) {
    MATCH (k)<-[u:USES|DRIVES|LIVES_AT]-(p:Person)
    WHERE {{> known_by_then u.first_seen}}
    RETURN p, 1.0 AS known, coalesce(u.`from`, u.first_seen) AS opened, u.last_seen AS closed,
      [{{> cited u}}] AS links, null AS other
    UNION ALL
    // Nobody says whose it is, but another report with it names a suspect: less sure, and less so
    // again where it names several.
    MATCH (k)<-[x:INVOLVES]-(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(p:Person)
    WHERE x.whose IN ['offender', 'suspect', 'unknown'] AND {{> counts j}}
    RETURN p, CASE x.whose WHEN 'unknown' THEN 0.5 ELSE 1.0 END
      * CASE COUNT { MATCH (j)<-[:SUSPECT_IN]-(:Person) } WHEN 1 THEN 0.8 ELSE 0.4 END AS known,
      j.occurred_from AS opened, coalesce(j.occurred_to, j.recorded_at) AS closed,
      [{{> cited x}}] AS links, j.id AS other
  }
  WITH i, k, side, clues, p, max(known) AS known, min(opened) AS opened,
    max(closed) AS closed, collect(links) AS links, collect(DISTINCT other) AS others
  WITH i, k, side, clues, collect({p: p, known: known, opened: opened, closed: closed,
    links: links, others: others}) AS users
  // What more than max_users people use is common: a hostel's phone names nobody. Users whom
  // nobody told apart count each, at most so many: the doubt makes the tie weaker, never surer.
  WHERE size(users) <= $max_users
  UNWIND users AS u
  WITH i, k, side, clues + u.links AS links, u, u.p AS p, size(users) AS rarity,
    // A number is given to somebody else in time: a sighting long before or after weighs less.
    CASE
      WHEN u.opened > coalesce(i.occurred_to, i.recorded_at)
        THEN duration.inDays(coalesce(i.occurred_to, i.recorded_at), u.opened).days
      WHEN u.closed < {{> began i}}
        THEN duration.inDays(u.closed, {{> began i}}).days
      ELSE 0 END AS days
  // Who is victim, witness or reporter of an incident is not its possible suspect.
  WHERE NOT EXISTS { MATCH (p)-[:VICTIM_OF|WITNESS_TO|REPORTED]->(i) }
  WITH i, p, rarity, links, u,
    CASE WHEN k:Phone THEN 'phone' WHEN k:Vehicle THEN 'vehicle' WHEN k:Address THEN 'place'
      ELSE 'account' END AS via,
    CASE WHEN k:Address THEN 0.3 WHEN k:Vehicle THEN 0.8 ELSE 0.9 END * side * u.known
      * exp(-0.6931471805599453 * days / $half_life_days) / rarity AS weight
  ORDER BY via
  WITH i, p, min(rarity) AS rarity, max(weight) AS weight,
    collect({via: via, weight: weight}) AS clues, collect({{> flat links}}) AS links,
    collect(u.others) AS others
  CALL (i, p) {
    // Named towards the same victim before: by itself no reason to name anybody again.
    MATCH (i)<-[:VICTIM_OF]-(v:Person)-[:VICTIM_OF]->(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(p)
    WHERE {{> counts j}}
    RETURN collect(DISTINCT j.id) AS same
  }
  WITH i, p, rarity, weight, clues, links, same,
    same + {{> flat others}} AS other_incidents,
    round(1000 * (1 - reduce(q = CASE WHEN size(same) > 0 THEN 0.6 ELSE 1.0 END, c IN clues |
      q * (1 - c.weight)))) / 1000.0 AS chance
  // Where somebody lives is no clue to what happened there, but beside another it is one: else
  // everybody at a busy address would be tied to every crime at it.
  WHERE chance >= $min_probability AND (any(c IN clues WHERE c.via <> 'place') OR size(same) > 0)
  {{> in_order other_incidents other_incident_ids}}
  RETURN [i] AS found, p.id AS suspect_id, rarity, weight, chance, size(same) AS same_victim,
    reduce(a = [], c IN clues | CASE WHEN c.via IN a THEN a ELSE a + [c.via] END)
      + CASE WHEN size(same) > 0 THEN ['victim'] ELSE [] END AS via,
    other_incident_ids, {{> flat links}} AS links
  UNION ALL
  // Second: incidents joined to each other by an identifier that is seen with nobody known. An
  // unknown side does not do here: two victims may have the same taxi.
  MATCH (i)-[y:INVOLVES]->(k)
  WHERE y.whose IN ['offender', 'suspect']
    AND {{> no_service_number k.id}}
    AND NOT EXISTS { MATCH (k)<-[:USES]-(:Organisation) }
    AND NOT EXISTS {
      MATCH (k)<-[u:USES|DRIVES]-(:Person)
      WHERE {{> known_by_then u.first_seen}}
    }
    AND NOT EXISTS {
      MATCH (k)<-[:INVOLVES]-(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(:Person)
      WHERE {{> known_by_then j.recorded_at}}
    }
  MATCH (k)<-[x:INVOLVES]-(j:Incident)
  WHERE x.whose IN ['offender', 'suspect'] AND {{> counts j}}
    AND NOT EXISTS { MATCH (j)<-[:SUSPECT_IN|INSTIGATED]-() }
  WITH k, j, collect({{> cited x}}) AS links
  ORDER BY {{> ended j}}, j.id
  WITH k, collect(j) AS found, collect(links) AS links,
    collect({start: j.occurred_from, end: {{> ended j}}}) AS steps
  // Above max_incidents it is common; on one occasion it is one event in several reports.
  WHERE size(found) <= $max_incidents AND {{> occasions steps}} > 1
  WITH found, {{> flat links}} AS links,
    CASE WHEN k:Phone THEN 'phone' WHEN k:Vehicle THEN 'vehicle' ELSE 'account' END AS kind,
    CASE WHEN k:Vehicle THEN 0.8 ELSE 0.9 END AS weight
  ORDER BY kind
  WITH [x IN found | x.id] AS ids, head(collect(found)) AS found, collect(links) AS links,
    collect(DISTINCT kind) AS via, collect(weight) AS weights, max(weight) AS weight
  WITH found, {{> flat links}} AS links, via, weight,
    round(1000 * (1 - reduce(q = 1.0, w IN weights | q * (1 - w)))) / 1000.0 AS chance
  WHERE chance >= $min_probability
  RETURN found, null AS suspect_id, 0 AS rarity, weight, chance, 0 AS same_victim, via,
    [] AS other_incident_ids, links
}
CALL (found) {
  UNWIND found AS each
  OPTIONAL MATCH (each)<-[:VICTIM_OF]-(v:Person)
  WITH DISTINCT v.id AS victim
  ORDER BY victim
  RETURN collect(victim) AS victim_ids
}
WITH [x IN found | x.id] AS incident_ids, suspect_id, via, rarity,
  round(weight * 1000) / 1000.0 AS weight, chance AS probability, same_victim,
  size(found) AS incidents, victim_ids, other_incident_ids,
  reduce(t = head([x IN found | {{> began x}}]), x IN found |
    CASE WHEN {{> began x}} < t THEN {{> began x}} ELSE t END) AS first,
  last([x IN found | {{> ended x}}]) AS last,
  reduce(a = [], x IN found | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN found | a + [y IN coalesce(x.offence_classes, []) WHERE NOT y IN a])
    AS classes, links
// Incidents that are joined to each other are found from each of them as the same row.
RETURN incident_ids, suspect_id, via, rarity, weight, probability, same_victim, incidents,
  victim_ids, other_incident_ids, first, last, forces, classes, head(collect(links)) AS links
ORDER BY incident_ids, suspect_id
