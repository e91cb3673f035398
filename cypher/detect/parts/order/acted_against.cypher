// name:     acted_against
// does:     What the subject of an order did against it while it bound, from `start` to `stop`, as
//           `steps` in the order of their ends. Towards a person means as victim.
// takes:    subject, order
// source:   Protection from Harassment Act 1997 s7(3A) on acts through others
CALL ({{subject}}, {{order}}) {
  // An act towards whom it protects, by the subject or through another (1997 Act s7(3A)).
  MATCH ({{order}})-[p:PROTECTS]->(v:Person)-[w:VICTIM_OF]->(i:Incident)
  MATCH (i)<-[a:SUSPECT_IN|INSTIGATED]-({{subject}})
  WHERE {{order}}.effect <> 'requires' AND v.id <> {{subject}}.id AND {{> not_cancelled i}}
    // The incident that the order arises from is none of its breaches.
    AND NOT EXISTS { MATCH ({{order}})-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began,
    {{> ended_before_told i}} AS ended, i.recorded_at AS known,
    coalesce(i.offence_classes, []) AS classes,
    CASE type(a) WHEN 'INSTIGATED' THEN 'through another'
      ELSE 'towards the person protected' END AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [{{> cited p}}, {{> cited w}}] AS links
  UNION ALL
  // What another did whom somebody sent, as the words tell. Who sent is a question: whoever is bound
  // for this victim's sake possibly did, unless somebody else is named as having done so.
  MATCH ({{order}})-[p:PROTECTS]->(v:Person)-[w:VICTIM_OF]->(i:Incident)
  WHERE {{order}}.effect <> 'requires' AND v.id <> {{subject}}.id AND {{> not_cancelled i}}
    AND 'by proxy' IN i.behaviours
    AND NOT EXISTS { MATCH ({{order}})-[:ARISES_FROM]->(i) }
    AND NOT EXISTS { MATCH (i)<-[:SUSPECT_IN]-({{subject}}) }
    AND NOT EXISTS { MATCH (i)<-[:INSTIGATED]-(:Person) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began,
    {{> ended_before_told i}} AS ended, i.recorded_at AS known,
    coalesce(i.offence_classes, []) AS classes,
    'through another' AS way, true AS maybe, [{{> cited p}}, {{> cited w}}] AS links
  UNION ALL
  // To be at a place that it protects, whoever was there.
  MATCH ({{order}})-[p:PROTECTS]->(:Address)<-[w:AT]-(i:Incident)
  MATCH (i)<-[a:SUSPECT_IN|INSTIGATED]-({{subject}})
  WHERE {{order}}.effect <> 'requires' AND {{> not_cancelled i}}
    AND NOT EXISTS { MATCH ({{order}})-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began,
    {{> ended_before_told i}} AS ended, i.recorded_at AS known,
    coalesce(i.offence_classes, []) AS classes,
    'at a protected place' AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [{{> cited p}}, {{> cited w}}] AS links
  UNION ALL
  // A duty not met, such as to notify a name or address. Who is exempt (2019 Act s9(5): whoever
  // notifies as a sex offender already) has none.
  MATCH (i:Incident)<-[a:SUSPECT_IN]-({{subject}})
  WHERE {{order}}.effect = 'requires' AND 'failing a requirement' IN i.behaviours
    AND NOT toLower(coalesce({{order}}.conditions, '')) CONTAINS 'exempt' AND {{> not_cancelled i}}
    AND NOT EXISTS { MATCH ({{order}})-[:ARISES_FROM]->(i) }
  RETURN i.id AS incident, null AS contact, i.occurred_from AS began,
    {{> ended_before_told i}} AS ended, i.recorded_at AS known,
    coalesce(i.offence_classes, []) AS classes,
    'a requirement not met' AS way,
    coalesce(a.attribution = 'possible', false) AS maybe, [] AS links
  UNION ALL
  // A call or message from a number of the subject to one of the protected, while both used them:
  // a number that was given up, or that the protected person uses too, tells of no contact.
  MATCH ({{order}})-[p:PROTECTS]->(v:Person)-[w:USES]->(n:Phone|Account)
  MATCH (n)<-[c:CONTACTED]-(d:Phone|Account)<-[u:USES]-({{subject}})
  WHERE {{order}}.effect <> 'requires' AND v.id <> {{subject}}.id
    AND NOT EXISTS { MATCH (v)-[:USES]->(d) }
    AND (u.`to` IS NULL OR u.`to` > c.at) AND (w.`to` IS NULL OR w.`to` > c.at)
    AND {{> known_by_then u.first_seen}} AND {{> known_by_then w.first_seen}}
  RETURN null AS incident, {{> contact c}} AS contact, c.at AS began,
    coalesce(c.until, c.at) AS ended,
    coalesce(c.first_seen, c.at) AS known, [] AS classes, 'contact' AS way,
    // Whose number it was then may be a guess, or somebody else's as well: possible only.
    coalesce(u.use = 'possible', false) OR coalesce(w.use = 'possible', false)
      OR coalesce(u.`from`, u.first_seen, c.at) > coalesce(c.until, c.at)
      OR coalesce(w.`from`, w.first_seen, c.at) > coalesce(c.until, c.at)
      OR EXISTS { MATCH (d)<-[:USES]-(q:Person) WHERE q.id <> {{subject}}.id } AS maybe,
    [{{> cited c}}, {{> cited u}}, {{> cited w}}, {{> cited p}}] AS links
}
WITH {{subject}}, {{order}}, start, stop, incident, contact, began, ended, known, classes, way,
  maybe, links
// While it bound, and known by then. An event of unknown beginning may have been within the time;
// the day before the order was served and the day after its end are no breach.
WHERE {{> known_by_then known}}
  AND (stop IS NULL OR coalesce(began, ended) < stop)
  AND (ended > start OR coalesce(began, ended) >= start)
WITH {{subject}}, {{order}}, start, stop, incident, contact, began, ended, classes,
  collect(DISTINCT way) AS ways, min(CASE WHEN maybe THEN 1 ELSE 0 END) AS maybe,
  collect(links) AS links
ORDER BY ended, coalesce(incident, contact.id)
WITH {{subject}}, {{order}}, start, stop, collect({
  incident: incident, contact: contact, began: coalesce(began, ended), ended: ended,
  classes: classes, ways: ways, maybe: maybe, links: {{> flat links}},
  // Known to a span only, such as a month, that also lies outside the order's time: told, and the
  // verdict is lower.
  overlaps: CASE WHEN began IS NULL OR began < start OR ended > stop THEN 1 ELSE 0 END}) AS steps
// Through whom, as far as records name them.
OPTIONAL MATCH ({{order}})-[:PROTECTS]->(:Person)-[:VICTIM_OF]->(i:Incident)<-[:SUSPECT_IN]-(q:Person)
WHERE q.id <> {{subject}}.id
  AND any(y IN steps WHERE y.incident = i.id AND 'through another' IN y.ways)
WITH {{subject}}, {{order}}, start, stop, steps, collect(DISTINCT q.id) AS proxies
