// name:     central_people
// question: Who stands between the others among these people, and which groups are there?
// params:   ids: list[str]? = null, ties: list[str] = ['related', 'incident'], kinds: list[str]? =
//           null, in_incidents: bool = false, clearance: int
// returns:  person_id: str, name: str, with_ids: list[str]
// measure:  structure
// adds:     links: int, triangles: int, between: float, group: int

// The sub-graph is chosen by `ids`, or `in_incidents` (only who is named in an incident), and by what
// ties two people: `related` (to each other, of these `kinds` if given), `incident` (both are named
// in one). `links` counts the others that a person is tied to, `triangles` in how many threes all
// are tied, `between` is the share, 0 to 1, of the shortest paths; `group` numbers the groups that
// hang together more closely, 0 the largest. It says how somebody is placed among these records,
// nothing about danger.
MATCH (p:Person)
WHERE {{> cleared p}} AND ($ids IS NULL OR p.id IN $ids)
CALL (p) {
  OPTIONAL MATCH (p)-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|WITNESS_TO|REPORTED|INVOLVED_IN]->(i:Incident)
  WHERE $in_incidents AND {{> cleared r}} AND {{> cleared i}}
    AND NOT coalesce(i.cancelled, false)
  RETURN count(i) AS named
}
WITH p, named
WHERE NOT $in_incidents OR named > 0
CALL (p) {
  MATCH (p)-[r:RELATED_TO]-(q:Person)
  WHERE 'related' IN $ties AND {{> cleared r}} AND {{> cleared q}}
    AND coalesce(r.kind, '') <> 'stranger' AND ($kinds IS NULL OR r.kind IN $kinds)
  RETURN q.id AS other
  UNION
  MATCH (p)-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|INVOLVED_IN]->(i:Incident)
  WHERE 'incident' IN $ties AND {{> cleared r}} AND {{> cleared i}}
    AND NOT coalesce(i.cancelled, false)
  MATCH (i)<-[s:SUSPECT_IN|INSTIGATED|VICTIM_OF|INVOLVED_IN]-(q:Person)
  WHERE {{> cleared s}} AND {{> cleared q}}
  RETURN q.id AS other
}
WITH p, other
WHERE other <> p.id AND ($ids IS NULL OR other IN $ids)
WITH p, other ORDER BY other
RETURN p.id AS person_id, coalesce(p.name, p.id) AS name, collect(DISTINCT other) AS with_ids
ORDER BY person_id
