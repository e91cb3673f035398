// name:     link_seen
// does:     Writes links with times: when the evidence saw them, and what was stated; what asks for least speaks.
// touches:  links {{type}} from {{start}} to {{end}} by rows
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (a:{{start}} {id: row.start})
MATCH (b:{{end}} {id: row.end})
MERGE (a)-[r:{{type}} {key: row.key}]->(b)
WITH r, row, r.rank IS NULL OR row.rank > r.rank AS wins,
  split(row.rank, '|')[0] AS mark, split(r.rank, '|')[0] AS old,
  datetime(row.first_seen) AS first, datetime(row.last_seen) AS last
WITH r, row, wins, first, last, old IS NULL OR mark > old AS alone, mark = old AS joins
SET r += CASE WHEN wins THEN row.props ELSE {} END,
  r.`from` = CASE WHEN wins THEN datetime(row.props.`from`) ELSE r.`from` END,
  r.`to` = CASE WHEN wins THEN datetime(row.props.`to`) ELSE r.`to` END,
  r.at = CASE WHEN wins THEN datetime(row.props.at) ELSE r.at END,
  r.until = CASE WHEN wins THEN datetime(row.props.until) ELSE r.until END,
  r.first_seen = CASE WHEN alone OR (joins AND (r.first_seen IS NULL OR first < r.first_seen))
    THEN first ELSE r.first_seen END,
  r.last_seen = CASE WHEN alone OR (joins AND (r.last_seen IS NULL OR last > r.last_seen))
    THEN last ELSE r.last_seen END,
  r.level = CASE WHEN wins THEN row.level ELSE r.level END,
  r.compartments = CASE WHEN wins THEN row.compartments ELSE r.compartments END,
  r.records = [x IN coalesce(r.records, []) WHERE NOT x IN row.records] + row.records,
  r.rank = CASE WHEN wins THEN row.rank ELSE r.rank END
