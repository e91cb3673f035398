// name:     spots
// question: Where on a map did these incidents happen, as far as the viewer may be told?
// params:   ids: list[str], clearance: int
// returns:  incident_id: str, address_id: str?, latitude: float?, longitude: float?, locality: str?,
//           postcode: str?

// One that victim safety keeps the place of has no row: the guard goes by these two ids.
UNWIND $ids AS id
MATCH (i:Incident {id: id}) WHERE {{> cleared i}}
CALL (i) {
  OPTIONAL MATCH (i)-[r:AT]->(a:Address)
  WHERE {{> cleared r}} AND {{> cleared a}}
  WITH a ORDER BY a.latitude IS NULL, a.id
  RETURN head(collect(a)) AS a
}
// An incident's own position counts before that of its address.
WITH i, a, i.latitude IS NULL OR i.longitude IS NULL AS unplaced
RETURN i.id AS incident_id, a.id AS address_id,
  CASE WHEN unplaced THEN a.latitude ELSE i.latitude END AS latitude,
  CASE WHEN unplaced THEN a.longitude ELSE i.longitude END AS longitude,
  a.locality AS locality, a.postcode AS postcode
ORDER BY incident_id
