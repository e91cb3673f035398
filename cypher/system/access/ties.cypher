// name:     ties
// does:     Says who lives, works, studies at or uses each of these.
// params:   nodes: list[map]
// returns:  label: str, id: str, tie: str, person: str

// One row for each person tied to a place or identifier; NEAR is a home in the same postcode, SAME
// another writing of the address, LINKED_TO an account or number of theirs that it is linked to.
CALL () {
  UNWIND [x IN $nodes WHERE x.label = 'Address' | x.id] AS id
  MATCH (n:Address {id: id})<-[t:LIVES_AT|WORKS_AT|STUDIES_AT]-(p:Person)
  RETURN DISTINCT 'Address' AS label, id, type(t) AS tie, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Address' | x.id] AS id
  MATCH (n:Address {id: id}) WHERE n.postcode <> ''
  MATCH (m:Address {postcode: n.postcode})<-[:LIVES_AT]-(p:Person)
  RETURN DISTINCT 'Address' AS label, id, 'NEAR' AS tie, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Address' | x.id] AS id
  MATCH (n:Address {id: id}) WHERE n.uprn <> ''
  MATCH (m:Address {uprn: n.uprn})<-[:LIVES_AT|WORKS_AT|STUDIES_AT]-(p:Person)
  RETURN DISTINCT 'Address' AS label, id, 'SAME' AS tie, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Organisation' | x.id] AS id
  MATCH (n:Organisation {id: id})<-[:WORKS_FOR]-(p:Person)
  RETURN DISTINCT 'Organisation' AS label, id, 'WORKS_FOR' AS tie, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Phone' | x.id] AS id
  MATCH (n:Phone {id: id})<-[:USES]-(p:Person)
  RETURN DISTINCT 'Phone' AS label, id, 'USES' AS tie, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Account' | x.id] AS id
  MATCH (n:Account {id: id})<-[:USES]-(p:Person)
  RETURN DISTINCT 'Account' AS label, id, 'USES' AS tie, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Vehicle' | x.id] AS id
  MATCH (n:Vehicle {id: id})<-[:DRIVES]-(p:Person)
  RETURN DISTINCT 'Vehicle' AS label, id, 'DRIVES' AS tie, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Phone' | x.id] AS id
  MATCH (n:Phone {id: id})-[:LINKED_TO]-(a:Account)<-[:USES]-(p:Person)
  RETURN DISTINCT 'Phone' AS label, id, 'LINKED_TO' AS tie, p
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Account' | x.id] AS id
  MATCH (n:Account {id: id})-[:LINKED_TO]-(a)<-[:USES]-(p:Person)
  RETURN DISTINCT 'Account' AS label, id, 'LINKED_TO' AS tie, p
}
RETURN label, id, tie, p.id AS person
