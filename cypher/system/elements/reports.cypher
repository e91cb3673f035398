// name:     reports
// does:     Gives every incident that is recorded, and when it was.
// returns:  id: str, force: str, recorded_at: datetime
MATCH (i:Incident)
WHERE i.recorded_at IS NOT NULL
RETURN i.id AS id, i.force AS force, i.recorded_at AS recorded_at
