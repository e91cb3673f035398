// name:     people
// question: Which people stand behind these elements, and in which role?
// params:   nodes: list[map], most: int, clearance: int
// returns:  label: str, id: str, person: str, name: str?, birth: str?, role: str, total: int
CALL () {
  UNWIND [x IN $nodes WHERE x.label = 'Address' | x.id] AS id
  MATCH (n:Address {id: id})-[r:LIVES_AT|WORKS_AT|STUDIES_AT]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  RETURN 'Address' AS label, id, p, type(r) AS role
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Phone' | x.id] AS id
  MATCH (n:Phone {id: id})<-[r:USES]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  RETURN 'Phone' AS label, id, p, type(r) AS role
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Account' | x.id] AS id
  MATCH (n:Account {id: id})<-[r:USES]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  RETURN 'Account' AS label, id, p, type(r) AS role
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Vehicle' | x.id] AS id
  MATCH (n:Vehicle {id: id})<-[r:DRIVES]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  RETURN 'Vehicle' AS label, id, p, type(r) AS role
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Organisation' | x.id] AS id
  MATCH (n:Organisation {id: id})<-[r:WORKS_FOR]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  RETURN 'Organisation' AS label, id, p, type(r) AS role
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Incident' | x.id] AS id
  MATCH (n:Incident {id: id})<-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  RETURN 'Incident' AS label, id, p, type(r) AS role
  UNION
  UNWIND [x IN $nodes WHERE x.label = 'Order' | x.id] AS id
  MATCH (n:Order {id: id})-[r:SUBJECT_OF|PROTECTS]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  RETURN 'Order' AS label, id, p, type(r) AS role
}
WITH label, id, p, role ORDER BY role, p.name, p.id
WITH label, id, count(*) AS total, collect({id: p.id, name: p.name, birth: p.birth, role: role})[..$most] AS kept
UNWIND kept AS person
RETURN label, id, person.id AS person, person.name AS name,
  person.birth AS birth, person.role AS role, total
