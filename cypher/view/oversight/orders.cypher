// name:     orders
// question: How many orders of each force, year, kind and status are there, and how many days after the first report did they begin?
// params:   kinds: list[str], clearance: int
// returns:  force: str, year: int, kind: str, status: str, orders: int, days: list[int]

// The year is that in which the order began or, where it never did, of its latest status. A
// variation is no other order: what replaces one is left out. `days` are those from the recording of
// the first incident that it arises from to its service or, where nobody says, its beginning.
MATCH (o:Order)
WHERE {{> cleared o}} AND o.kind IN $kinds AND o.issuer IS NOT NULL
  AND coalesce(o.`from`, o.status_at) IS NOT NULL
  AND NOT EXISTS { MATCH (o)-[r:REPLACES]->(x:Order) WHERE {{> cleared r}} AND {{> cleared x}} }
OPTIONAL MATCH (o)-[a:ARISES_FROM]->(i:Incident)
WHERE {{> cleared a}} AND {{> cleared i}}
WITH o, min(i.recorded_at) AS reported, coalesce(o.served_at, o.`from`) AS began
WITH o.issuer AS force, coalesce(o.`from`, o.status_at).year AS year, o.kind AS kind,
  coalesce(o.status, '') AS status, CASE WHEN reported IS NULL OR began IS NULL THEN null
    ELSE duration.inDays(reported, began).days END AS days
RETURN force, year, kind, status, count(*) AS orders, collect(days) AS days
ORDER BY force, year, kind, status
