// name:     timeline
// question: Which incidents is this person named in, in which role, and with whom?
// params:   id: str, clearance: int
// returns:  label: str, id: str, role: str, attribution: str?, props: map, others: list[map]
MATCH (p:Person {id: $id})
CALL (p) {
  MATCH (p)-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|WITNESS_TO|REPORTED|INVOLVED_IN]->(i:Incident)
  WHERE {{> cleared r}} AND {{> cleared i}}
  RETURN i, type(r) AS role, r.attribution AS attribution
  UNION
  MATCH (i:Incident)-[r:POSSIBLY_BY]->(p)
  WHERE {{> cleared r}} AND {{> cleared i}}
  RETURN i, type(r) AS role, 'possible' AS attribution
}
CALL (p, i) {
  MATCH (i)<-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF]-(q)
  WHERE {{> cleared r}} AND {{> cleared q}}
    AND NOT (q.id = p.id AND labels(q) = labels(p))
  WITH q, r ORDER BY type(r), q.id
  RETURN collect({label: head(labels(q)), id: q.id, name: q.name, role: type(r)}) AS others
}
RETURN 'Incident' AS label, i.id AS id, role, attribution, properties(i) AS props, others
ORDER BY i.occurred_from, i.recorded_at, i.id, role
