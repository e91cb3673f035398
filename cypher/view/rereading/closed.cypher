// name:     closed
// question: Which incidents of these classes that may be seen were closed with an outcome?
// params:   classes: list[str], clearance: int
// returns:  id: str
// source:   Home Office outcomes framework: outcome 0 is not yet assigned
MATCH (i:Incident) WHERE {{> cleared i}} AND NOT coalesce(i.cancelled, false)
  AND coalesce(i.outcome, '0') <> '0' AND any(c IN i.offence_classes WHERE c IN $classes)
RETURN i.id AS id
ORDER BY id
