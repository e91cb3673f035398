// name:     truth
// does:     Every supported mention with its person and the groups by which errors are counted.
// returns:  id: str, record: str, person: str?, sex: str?, ethnicity: str?, birth: str?
MATCH (m:Mention)
WHERE m.record IS NOT NULL
OPTIONAL MATCH (m)-[:REFERS_TO]->(p:Person)
RETURN m.id AS id, m.record AS record, p.id AS person, m.sex AS sex, m.ethnicity AS ethnicity,
  m.birth AS birth
