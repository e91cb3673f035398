// name:     incidents_of
// question: Which incidents does a figure count, the latest first?
// params:   force: str? = null, year: int? = null, principal: list[str]? = null,
//           included: list[str]? = null, outcomes: list[str]? = null, missing: str = '', most: int = 1000,
//           clearance: int
// returns:  id: str

// The principal class is one of `principal`, and any class one of `included`. `missing` is plan, detective or
// referred: those of which the force says that there was none.
MATCH (i:Incident)
WHERE {{> cleared i}} AND NOT coalesce(i.cancelled, false) AND i.force IS NOT NULL
  AND i.recorded_at IS NOT NULL AND ($force IS NULL OR i.force = $force)
  AND ($year IS NULL OR i.recorded_at.year = $year)
  AND ($outcomes IS NULL OR coalesce(i.outcome, '') IN $outcomes)
  AND ($principal IS NULL OR coalesce(head(coalesce(i.offence_classes, [])), '') IN $principal)
  AND ($included IS NULL OR any(c IN coalesce(i.offence_classes, []) WHERE c IN $included))
  AND ($missing = '' OR ($missing = 'plan' AND i.risk_plan = false)
    OR ($missing = 'detective' AND i.detective = false)
    OR ($missing = 'referred' AND i.victim_referred = false))
WITH i.id AS id, i.recorded_at AS at
ORDER BY at DESC, id
LIMIT $most
RETURN id
