// name:     mentions_all
// does:     Every mention with what the matching rule reads, and the person it refers to so far.
// returns:  id: str, person: str, stale: bool, active: bool, force: str, nominal: str, forename: str, surname: str, birth: str, birth_precision: str, phones: list[str], emails: list[str], addresses: list[str]
MATCH (m:Mention)
OPTIONAL MATCH (m)-[:REFERS_TO]->(p:Person)
RETURN m.id AS id, p.id AS person, m.stale AS stale, m.record IS NOT NULL AS active,
  m.force AS force, m.nominal AS nominal, m.forename AS forename, m.surname AS surname,
  m.birth AS birth, m.birth_precision AS birth_precision, coalesce(m.phones, []) AS phones,
  coalesce(m.emails, []) AS emails, coalesce(m.addresses, []) AS addresses
