// name:     anchors
// does:     Gives the ids that a rule may begin from.
// returns:  id: str
MATCH (n:{{label}})
RETURN n.id AS id
ORDER BY id
