// name:     incident
// does:     Writes incidents; of several records the highest rank speaks, whatever the order.
// touches:  Incident by rows.id, dates of Incident by rows
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (n:Incident {id: row.id})
WITH n, row
WHERE n.rank IS NULL OR row.rank > n.rank
SET n += row.props, n.level = row.level, n.compartments = row.compartments, n.rank = row.rank,
  n.recorded_at = datetime(row.props.recorded_at),
  n.occurred_from = datetime(row.props.occurred_from),
  n.occurred_to = datetime(row.props.occurred_to),
  n.outcome_at = datetime(row.props.outcome_at),
  n.risk_at = datetime(row.props.risk_at),
  n.risk_plan_at = datetime(row.props.risk_plan_at)
