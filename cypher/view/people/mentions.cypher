// name:     mentions
// question: In which records is this person written, and how?
// params:   id: str, clearance: int
// returns:  mention: str, props: map, record: str, role: str?, kind: str, force: str, reference: str, recorded_at: datetime
MATCH (p:Person {id: $id})<-[:REFERS_TO]-(m:Mention)
WHERE {{> cleared m}} AND {{> cleared p}}
MATCH (r:Record)-[t:MENTIONS]->(m)
WHERE {{> cleared r}} AND r.current
RETURN m.id AS mention, properties(m) AS props, r.id AS record, t.role AS role, r.kind AS kind,
  r.force AS force, r.reference AS reference, r.recorded_at AS recorded_at
ORDER BY r.recorded_at, m.id, r.id
