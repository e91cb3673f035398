// name:     listed
// does:     Gives the latest nights with what came in, what they did and how long each step took.
// params:   most: int
// returns:  id: str, as_of: datetime, deliveries: list[str], rows: int?, records: int?, rejects: int?, people: int?, flags: str?, seconds: str?
MATCH (n:Night)
RETURN n.id AS id, n.as_of AS as_of, coalesce(n.deliveries, []) AS deliveries, n.rows AS rows,
  n.records AS records, n.rejects AS rejects, n.people AS people, n.flags AS flags,
  n.seconds AS seconds
ORDER BY n.id DESC
LIMIT $most
