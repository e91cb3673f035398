// name:     happenings
// does:     Gives every incident as it is compared with others, and who is suspected in it.
// returns:  id: str, props: map, suspects: list[str]
MATCH (i:Incident)
WHERE i.recorded_at IS NOT NULL AND NOT coalesce(i.cancelled, false)
CALL (i) {
  MATCH (i)<-[r:SUSPECT_IN]-(p:Person)
  WHERE coalesce(r.attribution, 'named') <> 'possible'
  WITH DISTINCT p.id AS id ORDER BY id
  RETURN collect(id) AS suspects
}
RETURN i.id AS id, properties(i) AS props, suspects
ORDER BY id
