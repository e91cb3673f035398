// name:     one_known
// does:     Whether a person has, or had, an id.
// params:   id: str
// returns:  known: bool
OPTIONAL MATCH (p:Person {id: $id})
OPTIONAL MATCH (r:Retired {id: $id})
RETURN p IS NOT NULL OR r IS NOT NULL AS known
