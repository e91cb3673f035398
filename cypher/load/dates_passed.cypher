// name:     dates_passed
// does:     Gives the incidents and orders that have a date in one of these stretches of time, and in which.
// params:   windows: list[map]
// returns:  label: str, id: str, windows: list[int]

// One scan for all windows: a row of them is {number, label, place, since, until}, with the place
// of the date in the list below (graph/wakes.py has the same) and instants as text.
CALL () {
  WITH [w IN $windows WHERE w.label = 'Incident' |
    {number: w.number, place: w.place, since: datetime(w.since), until: datetime(w.until)}] AS asked
  MATCH (n:Incident)
  WITH asked, n, [n.recorded_at, n.occurred_from, n.occurred_to, n.outcome_at, n.risk_at,
    n.risk_plan_at] AS dates
  WITH n, [w IN asked WHERE dates[w.place] > w.since AND dates[w.place] <= w.until | w.number] AS hits
  WHERE size(hits) > 0
  RETURN 'Incident' AS label, n.id AS id, hits
  UNION ALL
  WITH [w IN $windows WHERE w.label = 'Order' |
    {number: w.number, place: w.place, since: datetime(w.since), until: datetime(w.until)}] AS asked
  MATCH (n:Order)
  WITH asked, n, [n.status_at, n.served_at, n.`from`, n.until] AS dates
  WITH n, [w IN asked WHERE dates[w.place] > w.since AND dates[w.place] <= w.until | w.number] AS hits
  WHERE size(hits) > 0
  RETURN 'Order' AS label, n.id AS id, hits
}
RETURN label, id, hits AS windows
