// name:     contents
// question: What do these records say, how are they graded, and where in which delivery do they stand?
// params:   ids: list[str], clearance: int
// returns:  id: str, props: map, delivery: map?, places: list[str], conditional: bool
UNWIND $ids AS id
MATCH (r:Record {id: id}) WHERE {{> cleared r}}
OPTIONAL MATCH (r)-[f:FROM]->(d:Delivery)
WITH r, f, d ORDER BY d.received_at, d.id
WITH r, head(collect(CASE WHEN d IS NULL THEN null ELSE properties(d) END)) AS delivery,
  head(collect(coalesce(f.places, []))) AS places
RETURN r.id AS id, properties(r) AS props, delivery, places,
  trim(coalesce(r.conditions, '')) <> '' AS conditional
ORDER BY r.recorded_at, r.id
