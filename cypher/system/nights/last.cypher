// name:     last
// does:     Gives the instant as of which the last night ran, and which rules it asked.
// returns:  as_of: datetime, rules: str?
MATCH (n:Night)
RETURN n.as_of AS as_of, n.rules AS rules
ORDER BY n.id DESC
LIMIT 1
