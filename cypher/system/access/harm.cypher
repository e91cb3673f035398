// name:     harm
// does:     Says who harmed each of these people, how often and since when, and from whom an order
//           protects them.
// params:   ids: list[str]
// returns:  victim: str, other: str?, by_order: bool, events: int, first: datetime?

// One row for each person named as having done it. `other` is null for what is known to have
// been done to somebody, whoever did it, and for an order that names no subject.
UNWIND $ids AS id
MATCH (v:Person {id: id})
CALL (v) {
  MATCH (v)-[:VICTIM_OF]->(i:Incident)<-[:SUSPECT_IN|INSTIGATED]-(s:Person)
  WHERE s.id <> v.id
  RETURN s.id AS other, false AS by_order, i AS e
  UNION
  MATCH (v)-[:VICTIM_OF]->(i:Incident)-[:POSSIBLY_BY]->(s:Person)
  WHERE s.id <> v.id
  RETURN s.id AS other, false AS by_order, i AS e
  UNION
  MATCH (v)-[:VICTIM_OF]->(i:Incident)
  RETURN null AS other, false AS by_order, i AS e
  UNION
  MATCH (v)<-[:PROTECTS]-(o:Order)
  OPTIONAL MATCH (o)<-[:SUBJECT_OF]-(s:Person)
  RETURN s.id AS other, true AS by_order, o AS e
}
RETURN v.id AS victim, other, by_order, count(DISTINCT e.id) AS events,
  min(coalesce(e.occurred_from, e.recorded_at)) AS first
