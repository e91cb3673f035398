// name:     happenings
// question: What is each of these incidents like, and is anybody suspected in it?
// params:   ids: list[str]? = null, clearance: int
// returns:  label: str, id: str, props: map, suspects: list[str]
MATCH (i:Incident)
WHERE {{> cleared i}} AND ($ids IS NULL OR i.id IN $ids)
  AND i.recorded_at IS NOT NULL AND NOT coalesce(i.cancelled, false)
CALL (i) {
  MATCH (i)<-[r:SUSPECT_IN]-(p:Person)
  WHERE coalesce(r.attribution, 'named') <> 'possible' AND {{> cleared r}}
    AND {{> cleared p}}
  WITH DISTINCT p.id AS id ORDER BY id
  RETURN collect(id) AS suspects
}
RETURN 'Incident' AS label, i.id AS id, properties(i) AS props, suspects
ORDER BY id
