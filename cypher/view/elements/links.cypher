// name:     links
// question: Which links lead away from these elements, and to what?
// params:   nodes: list[map], most: int, clearance: int
// returns:  label: str, id: str, type: str, key: str, outward: bool, other_label: str, other_id: str, props: map, total: int
{{> asked_for}}
WITH label, n WHERE {{> cleared n}}
MATCH (n)-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO]-(m)
WHERE {{> cleared r}} AND {{> cleared m}}
WITH label, n, r, m, type(r) AS kind, coalesce(r.key, '') AS key
ORDER BY kind, m.id, key
WITH label, n.id AS id, count(*) AS total,
  collect({type: kind, key: key, outward: startNode(r).id = n.id AND labels(startNode(r)) = labels(n),
    label: head(labels(m)), id: m.id, props: properties(r)})[..$most] AS kept
UNWIND kept AS step
RETURN label, id, step.type AS type, step.key AS key, step.outward AS outward,
  step.label AS other_label, step.id AS other_id, step.props AS props, total
