// name:     before
// does:     Gives the latest instant before this one as of which a night ran.
// params:   as_of: datetime
// returns:  as_of: datetime
MATCH (n:Night)
WHERE n.as_of < datetime($as_of)
RETURN n.as_of AS as_of
ORDER BY as_of DESC
LIMIT 1
