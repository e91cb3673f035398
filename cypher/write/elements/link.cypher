// name:     link
// does:     Writes links that carry no time of their own; the strongest wording that asks for least speaks.
// touches:  links {{type}} from {{start}} to {{end}} by rows
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (a:{{start}} {id: row.start})
MATCH (b:{{end}} {id: row.end})
MERGE (a)-[r:{{type}} {key: row.key}]->(b)
WITH r, row, r.rank IS NULL OR row.rank > r.rank AS wins
SET r += CASE WHEN wins THEN row.props ELSE {} END,
  r.level = CASE WHEN wins THEN row.level ELSE r.level END,
  r.compartments = CASE WHEN wins THEN row.compartments ELSE r.compartments END,
  r.records = [x IN coalesce(r.records, []) WHERE NOT x IN row.records] + row.records,
  r.rank = CASE WHEN wins THEN row.rank ELSE r.rank END
