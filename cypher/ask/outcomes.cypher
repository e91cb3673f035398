// name:     outcomes
// question: How were the incidents of each force and year of recording closed?
// params:   offence_class: str? = null, clearance: int
// returns:  force: str, year: int, outcome: str, incidents: int, share: float?, incident_ids:
//           list[str]
// source:   Home Office outcomes framework: outcome 0 is not yet assigned and never part of a total

// By the year of recording, not of closing: recent years are not yet closed. `share` is of
// the closed incidents of that force and year; null for those still open. `offence_class`
// takes a principal or included class. `incident_ids` gives up to twenty.
MATCH (i:Incident)
WHERE {{> cleared i}} AND NOT coalesce(i.cancelled, false) AND i.force IS NOT NULL
  AND i.recorded_at IS NOT NULL
  AND ($offence_class IS NULL OR $offence_class IN i.offence_classes)
WITH i.force AS force, i.recorded_at.year AS year,
  CASE WHEN coalesce(i.outcome, '') IN ['', '0'] THEN 'open' ELSE i.outcome END AS outcome,
  i.id AS id ORDER BY id
WITH force, year, outcome, count(*) AS incidents, collect(id)[..20] AS incident_ids
WITH force, year, collect({outcome: outcome, incidents: incidents, ids: incident_ids}) AS groups,
  sum(CASE WHEN outcome = 'open' THEN 0 ELSE incidents END) AS closed
UNWIND groups AS g
RETURN force, year, g.outcome AS outcome, g.incidents AS incidents,
  CASE WHEN g.outcome = 'open' THEN null ELSE toFloat(g.incidents) / closed END AS share,
  g.ids AS incident_ids
ORDER BY force, year, outcome
