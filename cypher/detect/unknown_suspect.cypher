// name:     unknown_suspect
// question: Which incidents without a suspect are joined to a person, or to each other, and how surely?
// anchor:   Incident
// params:   min_probability: float = 0.5, max_users: int = 5, max_incidents: int = 20,
//           half_life_days: int = 180, gap_minutes: int = 60
// returns:  incident_ids: list[str], suspect_id: str?, via: list[str], rarity: int, weight: float,
//           probability: float, same_victim: int, incidents: int, victim_ids: list[str],
//           other_incident_ids: list[str], first: datetime, last: datetime, forces: list[str],
//           classes: list[str], record_ids: list[str], level: int
// subjects: incident_ids, suspect_id
// evidence: incident_ids, other_incident_ids, record_ids
// reach:    4
// wakes:    -
// flag:     No suspect named, but joined by {via}: {incident_ids}
// explain:  {suspect_id} is tied to it by {via}, with a probability of {probability}. People known to
//           use what was left behind: {rarity}. Other incidents in which {suspect_id} is named towards
//           the same victim: {same_victim}. It happened from {first} to {last}, in {incidents} reports,
//           recorded by {forces} as {classes}. The victims are {victim_ids}.
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
// 1 - product(1 - weight). Nothing weighs: an identifier of more than max_users people, of an
// organisation, of a victim of the incident, a service number (03, 08, 09: Ofcom's numbering
// plan). Who is victim, witness or reporter of an incident is not its possible suspect.
// Incidents are joined to each other by an identifier that is seen with nobody known, on two
// occasions or more; above max_incidents it is common.
UNWIND $anchors AS id
MATCH (i:Incident {id: id})
WHERE NOT coalesce(i.cancelled, false)
  AND (i.recorded_at IS NULL OR i.recorded_at <= datetime($as_of))
  AND NOT EXISTS { MATCH (i)<-[:SUSPECT_IN|INSTIGATED]-() }
CALL (i) {
  CALL (i) {
    MATCH (i)-[x:INVOLVES]->(k)
    WHERE x.whose IN ['offender', 'suspect', 'unknown']
    RETURN k, CASE x.whose WHEN 'unknown' THEN 0.5 ELSE 1.0 END AS side, [] AS ties,
      coalesce(x.level, 0) AS clue_level
    UNION ALL
    MATCH (i)-[x:INVOLVES]->(a:Account)-[l:LINKED_TO]-(k)
    WHERE x.whose IN ['offender', 'suspect', 'unknown']
      AND (l.first_seen IS NULL OR l.first_seen <= datetime($as_of))
    RETURN k, CASE x.whose WHEN 'unknown' THEN 0.4 ELSE 0.8 END AS side,
      coalesce(l.records, []) AS ties,
      CASE WHEN l.level > x.level THEN l.level ELSE coalesce(x.level, 0) END AS clue_level
    UNION ALL
    MATCH (i)-[x:AT]->(k:Address)
    RETURN k, 1.0 AS side, [] AS ties, coalesce(x.level, 0) AS clue_level
  }
  WITH i, k, max(side) AS side, collect(ties) AS ties, max(clue_level) AS clue_level
  WHERE NOT any(p IN ['+443', '+448', '+449'] WHERE k.id STARTS WITH p)
    AND NOT EXISTS { MATCH (k)<-[:USES|LIVES_AT]-(:Organisation) }
    AND NOT EXISTS { MATCH (i)<-[:VICTIM_OF]-(:Person)-[:USES|DRIVES|LIVES_AT]->(k) }
  CALL (k) {
    MATCH (k)<-[u:USES|DRIVES|LIVES_AT]-(p:Person)
    WHERE u.first_seen IS NULL OR u.first_seen <= datetime($as_of)
    RETURN p, 1.0 AS known, coalesce(u.`from`, u.first_seen) AS opened, u.last_seen AS closed,
      coalesce(u.records, []) AS told, coalesce(u.level, 0) AS known_level, null AS other
    UNION ALL
    MATCH (k)<-[x:INVOLVES]-(j:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(p:Person)
    WHERE x.whose IN ['offender', 'suspect', 'unknown'] AND NOT coalesce(j.cancelled, false)
      AND (j.recorded_at IS NULL OR j.recorded_at <= datetime($as_of))
    RETURN p, CASE x.whose WHEN 'unknown' THEN 0.5 ELSE 1.0 END
      * CASE COUNT { MATCH (j)<-[:SUSPECT_IN]-(:Person) } WHEN 1 THEN 0.8 ELSE 0.4 END AS known,
      j.occurred_from AS opened, coalesce(j.occurred_to, j.recorded_at) AS closed, [] AS told,
      CASE WHEN a.level > x.level THEN a.level ELSE coalesce(x.level, 0) END AS known_level,
      j.id AS other
  }
  WITH i, k, side, ties, clue_level, p, max(known) AS known, min(opened) AS opened,
    max(closed) AS closed, collect(told) AS told, max(known_level) AS known_level,
    collect(DISTINCT other) AS others
  WITH i, k, side, ties, clue_level, collect({p: p, known: known, opened: opened, closed: closed,
    told: told, level: known_level, others: others}) AS users
  WHERE size(users) <= $max_users
  UNWIND users AS u
  WITH i, k, side, ties, u, u.p AS p, size(users) AS rarity,
    CASE WHEN u.level > clue_level THEN u.level ELSE clue_level END AS clue_level,
    CASE
      WHEN u.opened > coalesce(i.occurred_to, i.recorded_at)
        THEN duration.inDays(coalesce(i.occurred_to, i.recorded_at), u.opened).days
      WHEN u.closed < coalesce(i.occurred_from, i.recorded_at)
        THEN duration.inDays(u.closed, coalesce(i.occurred_from, i.recorded_at)).days
      ELSE 0 END AS days
  WHERE NOT EXISTS { MATCH (p)-[:VICTIM_OF|WITNESS_TO|REPORTED]->(i) }
  WITH i, p, rarity, ties, u, clue_level,
    CASE WHEN k:Phone THEN 'phone' WHEN k:Vehicle THEN 'vehicle' WHEN k:Address THEN 'place'
      ELSE 'account' END AS via,
    CASE WHEN k:Address THEN 0.3 WHEN k:Vehicle THEN 0.8 ELSE 0.9 END * side * u.known
      * exp(-0.6931471805599453 * days / $half_life_days) / rarity AS weight
  ORDER BY via
  WITH i, p, min(rarity) AS rarity, max(weight) AS weight, max(clue_level) AS clue_level,
    collect({via: via, weight: weight}) AS clues, collect(ties) AS ties, collect(u.told) AS tolds,
    collect(u.others) AS others
  CALL (i, p) {
    MATCH (i)<-[:VICTIM_OF]-(v:Person)-[r:VICTIM_OF]->(j:Incident)<-[a:SUSPECT_IN|INSTIGATED]-(p)
    WHERE NOT coalesce(j.cancelled, false)
      AND (j.recorded_at IS NULL OR j.recorded_at <= datetime($as_of))
    WITH j, max(CASE WHEN r.level > a.level THEN r.level ELSE coalesce(a.level, 0) END) AS link_level
    RETURN collect(j.id) AS same,
      max(CASE WHEN j.level > link_level THEN j.level ELSE link_level END) AS same_level
  }
  WITH i, p, rarity, weight, clue_level, clues, ties, tolds, others, same, same_level,
    round(1000 * (1 - reduce(q = CASE WHEN size(same) > 0 THEN 0.6 ELSE 1.0 END, c IN clues |
      q * (1 - c.weight)))) / 1000.0 AS chance
  WHERE chance >= $min_probability
  CALL (others, same) {
    UNWIND same + reduce(a = [], x IN others | a + x) AS x
    WITH DISTINCT x ORDER BY x
    RETURN collect(x) AS other_incident_ids
  }
  CALL (ties, tolds) {
    UNWIND reduce(a = [], x IN ties + tolds | a + x) AS part
    UNWIND part AS x
    WITH DISTINCT x ORDER BY x
    RETURN collect(x) AS record_ids
  }
  RETURN [i] AS found, p.id AS suspect_id, rarity, weight, chance, size(same) AS same_victim,
    reduce(a = [], c IN clues | CASE WHEN c.via IN a THEN a ELSE a + [c.via] END)
      + CASE WHEN size(same) > 0 THEN ['victim'] ELSE [] END AS via,
    other_incident_ids, record_ids,
    CASE WHEN same_level > clue_level THEN same_level ELSE clue_level END AS link_level
  UNION ALL
  MATCH (i)-[y:INVOLVES]->(k)
  WHERE y.whose IN ['offender', 'suspect']
    AND NOT any(p IN ['+443', '+448', '+449'] WHERE k.id STARTS WITH p)
    AND NOT EXISTS { MATCH (k)<-[:USES]-(:Organisation) }
    AND NOT EXISTS {
      MATCH (k)<-[u:USES|DRIVES]-(:Person)
      WHERE u.first_seen IS NULL OR u.first_seen <= datetime($as_of)
    }
    AND NOT EXISTS {
      MATCH (k)<-[:INVOLVES]-(j:Incident)<-[:SUSPECT_IN|INSTIGATED]-(:Person)
      WHERE j.recorded_at IS NULL OR j.recorded_at <= datetime($as_of)
    }
  MATCH (k)<-[x:INVOLVES]-(j:Incident)
  WHERE x.whose IN ['offender', 'suspect'] AND NOT coalesce(j.cancelled, false)
    AND (j.recorded_at IS NULL OR j.recorded_at <= datetime($as_of))
    AND NOT EXISTS { MATCH (j)<-[:SUSPECT_IN|INSTIGATED]-() }
  WITH DISTINCT k, j, coalesce(x.level, 0) AS link_level
  ORDER BY coalesce(j.occurred_to, j.occurred_from, j.recorded_at), j.id
  WITH k, collect(j) AS found, max(link_level) AS link_level
  WHERE size(found) <= $max_incidents
    AND reduce(a = {n: 0, end: null}, x IN found |
      CASE WHEN a.n = 0 OR x.occurred_from >= a.end + duration({minutes: $gap_minutes})
        THEN {n: a.n + 1, end: coalesce(x.occurred_to, x.occurred_from, x.recorded_at)}
        ELSE a END).n > 1
  WITH found, link_level,
    CASE WHEN k:Phone THEN 'phone' WHEN k:Vehicle THEN 'vehicle' ELSE 'account' END AS kind,
    CASE WHEN k:Vehicle THEN 0.8 ELSE 0.9 END AS weight
  ORDER BY kind
  WITH [x IN found | x.id] AS ids, head(collect(found)) AS found, max(link_level) AS link_level,
    collect(DISTINCT kind) AS via, collect(weight) AS weights, max(weight) AS weight
  WITH found, link_level, via, weight,
    round(1000 * (1 - reduce(q = 1.0, w IN weights | q * (1 - w)))) / 1000.0 AS chance
  WHERE chance >= $min_probability
  RETURN found, null AS suspect_id, 0 AS rarity, weight, chance, 0 AS same_victim, via,
    [] AS other_incident_ids, [] AS record_ids, link_level
}
CALL (found) {
  UNWIND found AS each
  OPTIONAL MATCH (each)<-[r:VICTIM_OF]-(v:Person)
  WITH DISTINCT v.id AS victim, coalesce(r.level, 0) AS victim_level
  ORDER BY victim
  RETURN collect(DISTINCT victim) AS victim_ids, max(victim_level) AS victim_level
}
WITH DISTINCT [x IN found | x.id] AS incident_ids, suspect_id, via, rarity,
  round(weight * 1000) / 1000.0 AS weight, chance AS probability, same_victim,
  size(found) AS incidents, victim_ids, other_incident_ids,
  reduce(t = head([x IN found | coalesce(x.occurred_from, x.recorded_at)]), x IN found |
    CASE WHEN coalesce(x.occurred_from, x.recorded_at) < t
      THEN coalesce(x.occurred_from, x.recorded_at) ELSE t END) AS first,
  last([x IN found | coalesce(x.occurred_to, x.occurred_from, x.recorded_at)]) AS last,
  reduce(a = [], x IN found | a + [y IN [x.force] WHERE NOT y IN a]) AS forces,
  reduce(a = [], x IN found | a + [y IN coalesce(x.offence_classes, []) WHERE NOT y IN a])
    AS classes, record_ids,
  reduce(top = CASE WHEN victim_level > link_level THEN victim_level ELSE link_level END,
    x IN found | CASE WHEN x.level > top THEN x.level ELSE top END) AS level
RETURN incident_ids, suspect_id, via, rarity, weight, probability, same_victim, incidents,
  victim_ids, other_incident_ids, first, last, forces, classes, record_ids, level
ORDER BY incident_ids, suspect_id
