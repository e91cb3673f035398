// name:     harm
// does:     Says who harmed each of these people, how often and since when, and from whom an order
//           protects them.
// params:   ids: list[str]
// returns:  victim: str, other: str?, by_order: bool, events: int, first: datetime?

// One row for each person named as having done it. `other` is null for what was done to somebody
// and nobody else is named, and for an order that names no subject.
CALL () {
  UNWIND $ids AS id
  MATCH (v:Person {id: id})-[:VICTIM_OF]->(e:Incident)
  OPTIONAL MATCH (e)-[:SUSPECT_IN|INSTIGATED|POSSIBLY_BY]-(s:Person)
  RETURN id, CASE WHEN s.id = id THEN null ELSE s.id END AS other, false AS by_order, e
  UNION
  UNWIND $ids AS id
  MATCH (v:Person {id: id})<-[:PROTECTS]-(e:Order)
  OPTIONAL MATCH (e)<-[:SUBJECT_OF]-(s:Person)
  RETURN id, s.id AS other, true AS by_order, e
}
RETURN id AS victim, other, by_order, count(DISTINCT e.id) AS events,
  min(coalesce(e.occurred_from, e.recorded_at)) AS first
