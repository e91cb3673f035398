// name:     near
// question: Which incidents happened within a distance of a point, or of a postcode?
// params:   latitude: float? = null, longitude: float? = null, postcode: str? = null, metres: int =
//           500, since: datetime? = null, until: datetime? = null, offence_class: str? = null,
//           limit: int = 200, clearance: int
// returns:  incident_id: str, metres_away: int, offence_classes: list[str], at: datetime?, address_id:
//           str?, place: str?, postcode: str?

// Give a latitude and longitude in degrees, or a postcode: then the point is the middle of the
// places in it that have one. Nearest first; by the date of recording, [since, until); cancelled
// incidents never. It begins at a place, from nobody's side.
CALL () {
  MATCH (a:Address {postcode: $postcode})
  WHERE $latitude IS NULL AND {{> cleared a}} AND a.latitude IS NOT NULL
  RETURN avg(a.latitude) AS middle_north, avg(a.longitude) AS middle_east
}
WITH coalesce($latitude, middle_north) AS north, coalesce($longitude, middle_east) AS east
WHERE north IS NOT NULL AND east IS NOT NULL
// A degree is 111,195 metres: what is further off by one coordinate alone need not be measured.
// The embedded engine takes an index only for bounds that are parameters, which the middle of a
// postcode is not: with an index of latitudes it looks through every place all the same.
WITH north, east, $metres / 111195.0 AS most
CALL (north, most) {
  // An incident's own position counts before that of its address.
  MATCH (i:Incident)
  WHERE {{> cleared i}} AND i.latitude >= north - most AND i.latitude <= north + most
  RETURN i, i.latitude AS lat, i.longitude AS lon
  UNION
  MATCH (a:Address)
  WHERE {{> cleared a}} AND a.latitude >= north - most AND a.latitude <= north + most
  MATCH (i:Incident)-[r:AT]->(a)
  WHERE {{> cleared r}} AND {{> cleared i}} AND i.latitude IS NULL
  RETURN i, a.latitude AS lat, a.longitude AS lon
}
WITH i, lat, lon, north, east
WHERE lon IS NOT NULL AND NOT coalesce(i.cancelled, false)
  AND ($since IS NULL OR i.recorded_at >= datetime($since))
  AND ($until IS NULL OR i.recorded_at < datetime($until))
  AND ($offence_class IS NULL OR $offence_class IN i.offence_classes)
WITH i, sin(radians(lat - north) / 2) AS dy, sin(radians(lon - east) / 2) AS dx,
  cos(radians(lat)) * cos(radians(north)) AS narrow
// Half a versed sine: good to half a percent, for the earth is no globe.
WITH i, min(toInteger(round(12742000.0 * asin(sqrt(dy * dy + narrow * dx * dx))))) AS away
WHERE away <= $metres
CALL (i) {
  OPTIONAL MATCH (i)-[r:AT]->(a:Address)
  WHERE {{> cleared r}} AND {{> cleared a}}
  WITH a ORDER BY a.id
  RETURN head(collect(a)) AS a
}
RETURN i.id AS incident_id, away AS metres_away, coalesce(i.offence_classes, []) AS offence_classes,
  coalesce(i.occurred_from, i.recorded_at) AS at, a.id AS address_id, a.lines AS place,
  a.postcode AS postcode
ORDER BY metres_away, incident_id
LIMIT $limit
