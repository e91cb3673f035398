// name:     near
// does:     Gives what these entities are linked to, at most so many each, calls and messages aside.
// params:   ids: list[str], most: int
// returns:  id: str, types: list[str], labels: list[str], near: list[str]
UNWIND $ids AS wanted
MATCH (n:{{label}} {id: wanted})
CALL (n) {
  MATCH (n)-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO|POSSIBLY_SAME]-(m)
  RETURN DISTINCT type(r) AS type, labels(m)[0] AS label, m.id AS other
  LIMIT $most
}
RETURN wanted AS id, collect(type) AS types, collect(label) AS labels, collect(other) AS near
