// name:     ties
// does:     Says who lives, works, studies at or uses each of these.
// params:   nodes: list[map]
// returns:  label: str, id: str, tie: str, person: str

// One row for each person tied to a place or identifier; NEAR is a home in the same postcode, SAME
// another writing of the address, LINKED_TO an account or number of theirs that it is linked to.
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (n:Address {id: ask.id})<-[t:LIVES_AT|WORKS_AT|STUDIES_AT]-(p:Person)
  WHERE ask.label = 'Address'
  RETURN DISTINCT type(t) AS tie, p
  UNION
  MATCH (n:Address {id: ask.id}) WHERE ask.label = 'Address' AND n.postcode <> ''
  MATCH (m:Address {postcode: n.postcode})<-[:LIVES_AT]-(p:Person)
  RETURN DISTINCT 'NEAR' AS tie, p
  UNION
  MATCH (n:Address {id: ask.id}) WHERE ask.label = 'Address' AND n.uprn <> ''
  MATCH (m:Address {uprn: n.uprn})<-[:LIVES_AT|WORKS_AT|STUDIES_AT]-(p:Person)
  RETURN DISTINCT 'SAME' AS tie, p
  UNION
  MATCH (n:Organisation {id: ask.id})<-[:WORKS_FOR]-(p:Person) WHERE ask.label = 'Organisation'
  RETURN DISTINCT 'WORKS_FOR' AS tie, p
  UNION
  MATCH (n:Phone {id: ask.id})<-[:USES]-(p:Person) WHERE ask.label = 'Phone'
  RETURN DISTINCT 'USES' AS tie, p
  UNION
  MATCH (n:Account {id: ask.id})<-[:USES]-(p:Person) WHERE ask.label = 'Account'
  RETURN DISTINCT 'USES' AS tie, p
  UNION
  MATCH (n:Vehicle {id: ask.id})<-[:DRIVES]-(p:Person) WHERE ask.label = 'Vehicle'
  RETURN DISTINCT 'DRIVES' AS tie, p
  UNION
  MATCH (n:Phone {id: ask.id})-[:LINKED_TO]-(a:Account)<-[:USES]-(p:Person)
  WHERE ask.label = 'Phone'
  RETURN DISTINCT 'LINKED_TO' AS tie, p
  UNION
  MATCH (n:Account {id: ask.id})-[:LINKED_TO]-(a)<-[:USES]-(p:Person)
  WHERE ask.label = 'Account'
  RETURN DISTINCT 'LINKED_TO' AS tie, p
}
RETURN ask.label AS label, ask.id AS id, tie, p.id AS person
