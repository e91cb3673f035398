// name:     users
// question: How many people use each of these numbers and accounts, or live at these addresses?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, people: int
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (:Phone {id: ask.id})<-[t:USES]-(p:Person)
  WHERE ask.label = 'Phone' AND {{> cleared t}}
  RETURN p
  UNION
  MATCH (:Account {id: ask.id})<-[t:USES]-(p:Person)
  WHERE ask.label = 'Account' AND {{> cleared t}}
  RETURN p
  UNION
  MATCH (:Address {id: ask.id})<-[t:LIVES_AT]-(p:Person)
  WHERE ask.label = 'Address' AND {{> cleared t}}
  RETURN p
}
WITH ask, p
WHERE {{> cleared p}}
RETURN ask.label AS label, ask.id AS id, count(DISTINCT p.id) AS people
ORDER BY label, id
