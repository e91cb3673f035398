// name:     orders_sought
// question: Which orders are like this, the latest first, and whom does each bind and protect?
// params:   ids: list[str]? = null, people: list[str]? = null, order_kind: str? = null, force: str? =
//           null, since: datetime? = null, until: datetime? = null, role: str? = null, limit: int = 200,
//           clearance: int
// returns:  label: str, id: str, props: map, people: list[map]

// Those that ran at any time in [since, until). An order without an end runs on; one that only
// another record speaks of has no kind, and is not found.
MATCH (o:Order)
WHERE {{> cleared o}} AND o.kind IS NOT NULL
  AND ($ids IS NULL OR o.id IN $ids)
  AND ($order_kind IS NULL OR o.kind = $order_kind)
  AND ($force IS NULL OR o.issuer = $force)
  AND ($until IS NULL OR coalesce(o.served_at, o.`from`, o.status_at) < datetime($until))
  AND ($since IS NULL OR o.until IS NULL OR o.until > datetime($since))
  AND (($role IS NULL AND $people IS NULL) OR EXISTS {
    MATCH (o)-[r:SUBJECT_OF|PROTECTS]-(p:Person)
    WHERE ($role IS NULL OR type(r) = $role) AND ($people IS NULL OR p.id IN $people)
      AND {{> cleared r}} AND {{> cleared p}}
  })
WITH o ORDER BY coalesce(o.served_at, o.`from`, o.status_at) DESC, o.id LIMIT $limit
CALL (o) {
  OPTIONAL MATCH (o)-[r:SUBJECT_OF|PROTECTS]-(p:Person)
  WHERE {{> cleared r}} AND {{> cleared p}}
  WITH p, type(r) AS role ORDER BY role DESC, p.name, p.id
  RETURN collect(CASE WHEN p IS NULL THEN NULL ELSE {id: p.id, name: p.name, role: role} END) AS people
}
RETURN 'Order' AS label, o.id AS id, properties(o) AS props, people
ORDER BY coalesce(o.served_at, o.`from`, o.status_at) DESC, o.id
