// name:     sources
// does:     These records as they came, and each delivery that brought one, at which date and where in it.
// params:   ids: list[str]
// returns:  id: str, content: str, delivery: str, extracted_at: str, places: list[str]
UNWIND $ids AS wanted
MATCH (r:Record {id: wanted})-[f:FROM]->(d:Delivery)
RETURN r.id AS id, r.content AS content, d.id AS delivery, f.extracted_at AS extracted_at,
  f.places AS places
ORDER BY delivery, id
