// name:     deferred
// does:     Gives the deferred flags whose day has come.
// params:   day: str
// returns:  id: str, rule: str, until: str
MATCH (f:Flag {state: 'deferred'})
WHERE f.until <= $day
RETURN f.id AS id, f.rule AS rule, f.until AS until
ORDER BY id
