// name:     dates
// does:     Gives the dates of the incidents and orders that have one after an instant.
// params:   since: str
// returns:  label: str, id: str, dates: list[str?]

// The dates stand in the order of the list in graph/changes/calendar.py; as text, which is read sooner.
CALL () {
  MATCH (n:Incident)
  WITH n, [n.recorded_at, n.occurred_from, n.occurred_to, n.outcome_at, n.risk_at,
    n.risk_plan_at] AS dates
  WHERE any(d IN dates WHERE d > datetime($since))
  RETURN 'Incident' AS label, n.id AS id, dates
  UNION ALL
  MATCH (n:Order)
  WITH n, [n.status_at, n.served_at, n.`from`, n.until] AS dates
  WHERE any(d IN dates WHERE d > datetime($since))
  RETURN 'Order' AS label, n.id AS id, dates
}
RETURN label, id, [d IN dates | toString(d)] AS dates
