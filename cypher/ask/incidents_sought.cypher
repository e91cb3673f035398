// name:     incidents_sought
// question: Which incidents are like this, the latest first, and who is named in each?
// params:   ids: list[str]? = null, people: list[str]? = null, behaviour: str? = null, classes:
//           list[str] = [], force: str? = null, since: datetime? = null, until: datetime? = null,
//           role: str? = null, order_kind: str? = null, limit: int = 200, clearance: int
// returns:  label: str, id: str, props: map, people: list[map]

// Among all, or those of `ids` alone, found by their words or their distance before; with `people`
// only where one of them is named, in the role. An uncertain time counts if any of it is in
// [since, until); what has none counts by the day of its recording. Cancelled incidents never.
CALL () {
  UNWIND coalesce($ids, []) AS id
  MATCH (i:Incident {id: id})
  RETURN i
  UNION
  UNWIND coalesce($people, []) AS id
  WITH id WHERE $ids IS NULL
  MATCH (p:Person {id: id})-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|WITNESS_TO|REPORTED|INVOLVED_IN]->(i:Incident)
  RETURN i
  UNION
  MATCH (i:Incident)
  WHERE $ids IS NULL AND $people IS NULL
  RETURN i
}
WITH i
WHERE {{> cleared i}} AND i.recorded_at IS NOT NULL AND NOT coalesce(i.cancelled, false)
  AND ($behaviour IS NULL OR $behaviour IN coalesce(i.behaviours, []))
  AND ($force IS NULL OR i.force = $force)
  AND (size($classes) = 0 OR any(c IN coalesce(i.offence_classes, [])
    WHERE c IN $classes OR split(c, '/')[0] IN $classes))
  AND ($until IS NULL OR coalesce(i.occurred_from, i.recorded_at) < datetime($until))
  AND ($since IS NULL OR coalesce(i.occurred_from, i.recorded_at) >= datetime($since)
    OR i.occurred_to > datetime($since))
  AND (($role IS NULL AND $people IS NULL) OR EXISTS {
    MATCH (i)<-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|WITNESS_TO|REPORTED|INVOLVED_IN]-(p:Person)
    WHERE ($role IS NULL OR type(r) = $role) AND ($people IS NULL OR p.id IN $people)
      AND {{> cleared r}} AND {{> cleared p}}
  })
  AND ($order_kind IS NULL OR EXISTS {
    MATCH (i)<-[r:ARISES_FROM]-(o:Order)
    WHERE o.kind = $order_kind AND {{> cleared r}} AND {{> cleared o}}
  })
WITH i ORDER BY coalesce(i.occurred_from, i.recorded_at) DESC, i.id LIMIT $limit
CALL (i) {
  OPTIONAL MATCH (i)<-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|WITNESS_TO|REPORTED|INVOLVED_IN]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  WITH p, type(r) AS role ORDER BY role, p.name, p.id
  RETURN collect(CASE WHEN p IS NULL THEN NULL ELSE {id: p.id, name: p.name, role: role} END) AS people
}
RETURN 'Incident' AS label, i.id AS id, properties(i) AS props, people
ORDER BY coalesce(i.occurred_from, i.recorded_at) DESC, i.id
