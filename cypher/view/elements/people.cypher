// name:     people
// question: Which people stand behind these elements, and in which role?
// params:   nodes: list[map], most: int, clearance: int
// returns:  label: str, id: str, person: str, name: str?, birth: str?, role: str, total: int
UNWIND $nodes AS ask
CALL (ask) {
  MATCH (n:Address {id: ask.id})-[r:LIVES_AT|WORKS_AT|STUDIES_AT]-(p:Person)
  WHERE ask.label = 'Address' AND {{> cleared r}} AND {{> cleared p}}
  RETURN p, type(r) AS role
  UNION
  MATCH (n:Phone {id: ask.id})<-[r:USES]-(p:Person)
  WHERE ask.label = 'Phone' AND {{> cleared r}} AND {{> cleared p}}
  RETURN p, type(r) AS role
  UNION
  MATCH (n:Account {id: ask.id})<-[r:USES]-(p:Person)
  WHERE ask.label = 'Account' AND {{> cleared r}} AND {{> cleared p}}
  RETURN p, type(r) AS role
  UNION
  MATCH (n:Vehicle {id: ask.id})<-[r:DRIVES]-(p:Person)
  WHERE ask.label = 'Vehicle' AND {{> cleared r}} AND {{> cleared p}}
  RETURN p, type(r) AS role
  UNION
  MATCH (n:Organisation {id: ask.id})<-[r:WORKS_FOR]-(p:Person)
  WHERE ask.label = 'Organisation' AND {{> cleared r}} AND {{> cleared p}}
  RETURN p, type(r) AS role
  UNION
  MATCH (n:Incident {id: ask.id})<-[r:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN]-(p:Person)
  WHERE ask.label = 'Incident' AND {{> cleared r}} AND {{> cleared p}}
  RETURN p, type(r) AS role
  UNION
  MATCH (n:Order {id: ask.id})-[r:SUBJECT_OF|PROTECTS]-(p:Person)
  WHERE ask.label = 'Order' AND {{> cleared r}} AND {{> cleared p}}
  RETURN p, type(r) AS role
}
WITH ask, p, role ORDER BY role, p.name, p.id
WITH ask, count(*) AS total, collect({id: p.id, name: p.name, birth: p.birth, role: role})[..$most] AS kept
UNWIND kept AS person
RETURN ask.label AS label, ask.id AS id, person.id AS person, person.name AS name,
  person.birth AS birth, person.role AS role, total
