// name:     users
// question: How many people use each of these numbers and accounts, or live at these addresses?
// params:   nodes: list[map], clearance: int
// returns:  label: str, id: str, people: int
CALL () {
  UNWIND [x IN $nodes WHERE x.label = 'Phone' | x.id] AS id
  MATCH (:Phone {id: id})<-[t:USES]-(p:Person)
  WHERE {{> cleared t}}
  RETURN 'Phone' AS label, id, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Account' | x.id] AS id
  MATCH (:Account {id: id})<-[t:USES]-(p:Person)
  WHERE {{> cleared t}}
  RETURN 'Account' AS label, id, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Address' | x.id] AS id
  MATCH (:Address {id: id})<-[t:LIVES_AT]-(p:Person)
  WHERE {{> cleared t}}
  RETURN 'Address' AS label, id, p
}
WITH label, id, p
WHERE {{> cleared p}}
RETURN label, id, count(DISTINCT p.id) AS people
ORDER BY label, id
