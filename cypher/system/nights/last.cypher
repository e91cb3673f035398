// name:     last
// does:     Gives the last night: its id, the instant as of which it ran, and which rules it asked.
// returns:  id: str, as_of: datetime, rules: str?
MATCH (n:Night)
RETURN n.id AS id, n.as_of AS as_of, n.rules AS rules
ORDER BY n.id DESC
LIMIT 1
