// name:     orders_of
// question: Which orders does a figure count, the latest first?
// params:   kinds: list[str], force: str? = null, year: int? = null, states: list[str], most: int = 1000, clearance: int
// returns:  id: str
MATCH (o:Order)
WHERE {{> cleared o}} AND o.kind IN $kinds AND o.issuer IS NOT NULL
  AND coalesce(o.`from`, o.status_at) IS NOT NULL AND coalesce(o.status, '') IN $states
  AND NOT EXISTS { MATCH (o)-[r:REPLACES]->(x:Order) WHERE {{> cleared r}} AND {{> cleared x}} }
  AND ($force IS NULL OR o.issuer = $force)
  AND ($year IS NULL OR coalesce(o.`from`, o.status_at).year = $year)
WITH o.id AS id, coalesce(o.`from`, o.status_at) AS at
ORDER BY at DESC, id
LIMIT $most
RETURN id
