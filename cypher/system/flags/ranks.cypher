// name:     ranks
// does:     Gives what makes flags pressing: reports since an instant, and orders in force.
// params:   ids: list[str], since: datetime, as_of: datetime
// returns:  id: str, reports: int, orders: list[str]
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
CALL (f) {
  OPTIONAL MATCH (f)-[:CITES]->(r:Record)
  WHERE r.recorded_at > datetime($since) AND r.recorded_at <= datetime($as_of)
  RETURN count(DISTINCT r) AS reports
}
CALL (f) {
  OPTIONAL MATCH (f)-[:ON]->(:Person)-[:SUBJECT_OF]->(o:Order)
  WHERE o.effect = 'prohibits' AND o.service IN ['served', 'deemed']
    AND coalesce(o.served_at, o.`from`) <= datetime($as_of)
    AND (o.until IS NULL OR o.until > datetime($as_of))
  RETURN collect(DISTINCT o.kind) AS orders
}
RETURN wanted AS id, reports, orders
ORDER BY id
