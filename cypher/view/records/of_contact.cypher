// name:     of_contact
// question: Which records support this call or message of a number that the person uses?
// params:   id: str, contact: str, clearance: int
// returns:  record: str
MATCH (p:Person {id: $id})-[u:USES]->(d:Phone|Account)-[c:CONTACTED {id: $contact}]-(e:Phone|Account)
WHERE {{> cleared u}} AND {{> cleared c}}
UNWIND c.records AS record
RETURN DISTINCT record
ORDER BY record
