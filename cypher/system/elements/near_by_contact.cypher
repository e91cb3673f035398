// name:     near_by_contact
// does:     Gives whom these phones or accounts were in contact with, at most so many each.
// params:   ids: list[str], most: int
// returns:  id: str, label: str, near: str
UNWIND $ids AS wanted
MATCH (n:{{label}} {id: wanted})
CALL (n) {
  MATCH (n)-[:CONTACTED]-(m)
  RETURN DISTINCT labels(m)[0] AS label, m.id AS near
  LIMIT $most
}
RETURN wanted AS id, label, near
