// name:     incidents
// question: How many incidents of each force, year, class and outcome were recorded, and after how many days were they closed?
// params:   clearance: int
// returns:  force: str, year: int, classes: list[str], outcome: str, plan: bool?, detective: bool?, referred: bool?, incidents: int, days: list[int]
// source:   Home Office outcomes framework: by the year of recording; outcome 0 is not yet assigned

// `plan`, `detective` and `referred` are null where the force delivers nothing of it. `days` are
// those from the recording to the outcome, of the incidents that have both.
MATCH (i:Incident)
WHERE {{> cleared i}} AND NOT coalesce(i.cancelled, false) AND i.force IS NOT NULL
  AND i.recorded_at IS NOT NULL
WITH i.force AS force, i.recorded_at.year AS year, coalesce(i.offence_classes, []) AS classes,
  coalesce(i.outcome, '') AS outcome, i.risk_plan AS plan, i.detective AS detective,
  i.victim_referred AS referred, CASE WHEN i.outcome_at IS NULL THEN null
    ELSE duration.inDays(i.recorded_at, i.outcome_at).days END AS days
RETURN force, year, classes, outcome, plan, detective, referred, count(*) AS incidents,
  collect(days) AS days
ORDER BY force, year, outcome
