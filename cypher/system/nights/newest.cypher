// name:     newest
// does:     Gives the latest instant, up to now, as of which a night has run.
// params:   now: datetime
// returns:  as_of: datetime
MATCH (n:Night)
WHERE n.as_of <= datetime($now)
RETURN n.as_of AS as_of
ORDER BY as_of DESC
LIMIT 1
