// name:     resembles_of
// does:     The scored links kept from and to these mentions, column by column.
// params:   ids: list[str]
// returns:  a: list[str], b: list[str], weight: list[float], rule: list[str], model: list[str], doubt: list[bool],
//           total: list[float]

// A night reads tens of thousands of links: a row for each would take longer than to find them.
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})-[r:RESEMBLES]-(other:Mention)
WITH DISTINCT CASE WHEN m.id < other.id THEN m.id ELSE other.id END AS a,
  CASE WHEN m.id < other.id THEN other.id ELSE m.id END AS b,
  r.weight AS weight, r.rule AS rule, r.model AS model,
  coalesce(r.doubt, false) AS doubt,
  reduce(sum = 0.0, x IN coalesce(r.bits, []) | sum + x) AS total
RETURN collect(a) AS a, collect(b) AS b, collect(weight) AS weight, collect(rule) AS rule,
  collect(model) AS model, collect(doubt) AS doubt,
  collect(total) AS total
