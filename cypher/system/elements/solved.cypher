// name:     solved
// does:     Gives the incidents of each suspect of several that are compared with others.
// returns:  suspect: str, incidents: list[str]
MATCH (p:Person)-[r:SUSPECT_IN]->(i:Incident)
WHERE coalesce(r.attribution, 'named') <> 'possible'
  AND i.recorded_at IS NOT NULL AND NOT coalesce(i.cancelled, false)
WITH p, collect(DISTINCT i.id) AS incidents
WHERE size(incidents) > 1
RETURN p.id AS suspect, incidents
ORDER BY suspect
