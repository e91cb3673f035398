// name:     node
// does:     Puts nodes back as a backup has them; an instant is ISO text and stands apart.
// touches:  nothing: the change log of the same graph is put back beside it
// params:   rows: list[map]
UNWIND $rows AS row
MERGE (n:{{label}} {id: row.id})
SET n += row.props
// Apart: within one SET the embedded engine reads what was there before, and would lose a text.
SET n.as_of = coalesce(datetime(row.instants.as_of), n.as_of),
  n.at = coalesce(datetime(row.instants.at), n.at),
  n.changed_at = coalesce(datetime(row.instants.changed_at), n.changed_at),
  n.`from` = coalesce(datetime(row.instants.`from`), n.`from`),
  n.occurred_from = coalesce(datetime(row.instants.occurred_from), n.occurred_from),
  n.occurred_to = coalesce(datetime(row.instants.occurred_to), n.occurred_to),
  n.outcome_at = coalesce(datetime(row.instants.outcome_at), n.outcome_at),
  n.raised_at = coalesce(datetime(row.instants.raised_at), n.raised_at),
  n.received_at = coalesce(datetime(row.instants.received_at), n.received_at),
  n.recorded_at = coalesce(datetime(row.instants.recorded_at), n.recorded_at),
  n.risk_at = coalesce(datetime(row.instants.risk_at), n.risk_at),
  n.risk_plan_at = coalesce(datetime(row.instants.risk_plan_at), n.risk_plan_at),
  n.served_at = coalesce(datetime(row.instants.served_at), n.served_at),
  n.status_at = coalesce(datetime(row.instants.status_at), n.status_at),
  n.until = coalesce(datetime(row.instants.until), n.until)
