// name:     dates_passed
// does:     Gives the incidents and orders that have one of these dates in a stretch of time.
// params:   since: datetime, until: datetime, dates: list[str]
// returns:  label: str, id: str
CALL () {
  MATCH (n:Incident)
  WITH n, [d IN [
    CASE WHEN 'Incident.recorded_at' IN $dates THEN n.recorded_at END,
    CASE WHEN 'Incident.occurred_from' IN $dates THEN n.occurred_from END,
    CASE WHEN 'Incident.occurred_to' IN $dates THEN n.occurred_to END,
    CASE WHEN 'Incident.outcome_at' IN $dates THEN n.outcome_at END,
    CASE WHEN 'Incident.risk_at' IN $dates THEN n.risk_at END,
    CASE WHEN 'Incident.risk_plan_at' IN $dates THEN n.risk_plan_at END] WHERE d IS NOT NULL] AS days
  WHERE any(d IN days WHERE d > datetime($since) AND d <= datetime($until))
  RETURN 'Incident' AS label, n.id AS id
  UNION ALL
  MATCH (n:Order)
  WITH n, [d IN [
    CASE WHEN 'Order.status_at' IN $dates THEN n.status_at END,
    CASE WHEN 'Order.served_at' IN $dates THEN n.served_at END,
    CASE WHEN 'Order.from' IN $dates THEN n.`from` END,
    CASE WHEN 'Order.until' IN $dates THEN n.until END] WHERE d IS NOT NULL] AS days
  WHERE any(d IN days WHERE d > datetime($since) AND d <= datetime($until))
  RETURN 'Order' AS label, n.id AS id
}
RETURN label, id
