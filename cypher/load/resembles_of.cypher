// name:     resembles_of
// does:     The scored links kept from and to these mentions.
// params:   ids: list[str]
// returns:  a: str, b: str, weight: float, rule: str, model: str
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})-[r:RESEMBLES]-(other:Mention)
RETURN DISTINCT CASE WHEN m.id < other.id THEN m.id ELSE other.id END AS a,
  CASE WHEN m.id < other.id THEN other.id ELSE m.id END AS b,
  r.weight AS weight, r.rule AS rule, r.model AS model
