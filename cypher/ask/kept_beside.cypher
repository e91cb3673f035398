// name:     kept_beside
// question: Which records have this value in a column that is kept beside them, and whom are they about?
// params:   value: str, column: str? = null, limit: int = 200, clearance: int
// returns:  record_id: str, kind: str, reference: str, column: str, incident_ids: list[str],
//           person_ids: list[str]

// A mapping keeps columns that no field takes under `also`: a number of another register, an
// officer's name. The whole value must be the same; `column` is its name, as it stands in the
// record. Of a record about a person, `person_ids` holds that person alone, whoever else it names.
MATCH (r:Record)
WHERE {{> cleared r}} AND coalesce(r.current, true) AND r.content CONTAINS $value
WITH r, split(split(r.content, '"also":[[')[1], ']]')[0] AS beside
WHERE beside IS NOT NULL
UNWIND split(beside, '],[') AS pair
WITH r, split(substring(pair, 1, size(pair) - 2), '","') AS parts
WHERE size(parts) = 2 AND parts[1] = $value AND ($column IS NULL OR parts[0] = $column)
WITH r, parts[0] AS column
ORDER BY r.id, column
LIMIT $limit
CALL (r) {
  OPTIONAL MATCH (r)-[:ABOUT]->(i:Incident)
  WHERE {{> cleared i}}
  WITH i.id AS incident ORDER BY incident
  RETURN collect(incident) AS incident_ids
}
CALL (r) {
  OPTIONAL MATCH (r)-[:MENTIONS]->(m:Mention)-[:REFERS_TO]->(p:Person)
  WHERE {{> cleared m}} AND {{> cleared p}}
    AND (r.kind <> 'person' OR m.nominal = r.reference
      OR COUNT { MATCH (r)-[:MENTIONS]->(:Mention) } = 1)
  WITH DISTINCT p.id AS person ORDER BY person
  RETURN collect(person) AS person_ids
}
RETURN r.id AS record_id, r.kind AS kind, r.reference AS reference, column, incident_ids, person_ids
ORDER BY record_id, column
