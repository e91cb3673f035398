// name:     latest
// does:     Gives the latest incidents, as they are compared with others; those without a date count as the first.
// params:   most: int
// returns:  id: str, props: map
MATCH (i:Incident)
WHERE i.recorded_at IS NOT NULL AND NOT coalesce(i.cancelled, false)
WITH i, i.occurred_from IS NULL AS undated
ORDER BY undated, i.occurred_from DESC, i.id DESC
LIMIT $most
RETURN i.id AS id, properties(i) AS props
ORDER BY id
