// name:     people
// question: Which people have this part of a name, birth, occupation, force or number?
// params:   name: str? = null, born_from: str? = null, born_to: str? = null, occupation: str? = null,
//           force: str? = null, nominal: str? = null, min_incidents: int = 0, limit: int = 200,
//           clearance: int
// returns:  person_id: str, name: str, birth: str?, incidents: int, forces: list[str], nominals:
//           list[str], occupations: list[str]

// All that is given must hold. `name` and `occupation` are parts, in any case; a birth is
// compared as it is kept, `1987-02-14` or `1987`, [born_from, born_to). `throughline search` finds
// names that are written otherwise. What a mention says that the viewer may not see is not there.
MATCH (p:Person)
WHERE {{> cleared p}}
  AND ($name IS NULL OR toLower(p.name) CONTAINS toLower($name)
    OR any(x IN coalesce(p.other_names, []) WHERE toLower(x) CONTAINS toLower($name)))
  AND ($born_from IS NULL OR p.birth >= $born_from) AND ($born_to IS NULL OR p.birth < $born_to)
CALL (p) {
  MATCH (m:Mention)-[:REFERS_TO]->(p)
  WHERE {{> cleared m}}
  WITH m ORDER BY m.force, m.nominal, m.occupation
  RETURN collect(DISTINCT m.force) AS forces, collect(DISTINCT m.nominal) AS nominals,
    collect(DISTINCT m.occupation) AS occupations
}
WITH p, forces, nominals, occupations
WHERE ($force IS NULL OR $force IN forces) AND ($nominal IS NULL OR $nominal IN nominals)
  AND ($occupation IS NULL
    OR any(x IN occupations WHERE toLower(x) CONTAINS toLower($occupation)))
CALL (p) {
  OPTIONAL MATCH (p)-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|WITNESS_TO|REPORTED|INVOLVED_IN]->(i:Incident)
  WHERE {{> cleared r}} AND {{> cleared i}} AND NOT coalesce(i.cancelled, false)
  RETURN count(DISTINCT i) AS incidents
}
WITH p, forces, nominals, occupations, incidents
WHERE incidents >= $min_incidents
RETURN p.id AS person_id, coalesce(p.name, p.id) AS name, toString(p.birth) AS birth, incidents,
  forces, nominals, occupations
ORDER BY name, person_id
LIMIT $limit
