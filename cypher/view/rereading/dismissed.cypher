// name:     dismissed
// question: Which flags that may be seen were dismissed?
// params:   clearance: int
// returns:  id: str
MATCH (f:Flag {state: 'dismissed'}) WHERE {{> cleared f}}
RETURN f.id AS id
ORDER BY id
