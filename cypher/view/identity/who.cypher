// name:     who
// question: Which mentions do these ids of mentions or people mean, and what does each say?
// params:   ids: list[str], clearance: int
// returns:  asked: str, mention: str, person: str?, name: str?, birth: str?, force: str?, phones: list[str], accounts: list[str], addresses: list[str]
UNWIND $ids AS asked
CALL (asked) {
  MATCH (m:Mention {id: asked}) RETURN m
  UNION
  MATCH (:Person {id: asked})<-[:REFERS_TO]-(m:Mention) RETURN m
}
WITH asked, m
WHERE {{> cleared m}}
OPTIONAL MATCH (m)-[:REFERS_TO]->(p:Person)
WITH asked, m, p
WHERE p IS NULL OR {{> cleared p}}
RETURN asked, m.id AS mention, p.id AS person, m.name AS name, m.birth AS birth, m.force AS force,
  coalesce(m.phones, []) AS phones,
  coalesce(m.emails, []) + coalesce(m.accounts, []) AS accounts,
  coalesce(m.addresses, []) AS addresses
ORDER BY asked, mention
