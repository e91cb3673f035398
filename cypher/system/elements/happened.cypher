// name:     happened
// does:     Counts the incidents that are compared with others.
// returns:  incidents: int
MATCH (i:Incident)
WHERE i.recorded_at IS NOT NULL AND NOT coalesce(i.cancelled, false)
RETURN count(i) AS incidents
