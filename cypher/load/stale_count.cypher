// name:     stale_count
// does:     How many mentions wait to be decided.
// returns:  stale: int
MATCH (m:Mention {stale: true})
RETURN count(m) AS stale
