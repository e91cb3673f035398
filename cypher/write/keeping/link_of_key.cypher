// name:     link_of_key
// does:     Puts links back that their key tells apart.
// touches:  nothing: the change log of the same graph is put back beside it
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (a:{{start}} {id: row.start})
MATCH (b:{{end}} {id: row.end})
MERGE (a)-[r:{{type}} {key: row.props.key}]->(b)
SET r += row.props
// Apart: within one SET the embedded engine reads what was there before, and would lose a text.
SET r.at = coalesce(datetime(row.instants.at), r.at),
  r.first_seen = coalesce(datetime(row.instants.first_seen), r.first_seen),
  r.`from` = coalesce(datetime(row.instants.`from`), r.`from`),
  r.last_seen = coalesce(datetime(row.instants.last_seen), r.last_seen),
  r.`to` = coalesce(datetime(row.instants.`to`), r.`to`),
  r.until = coalesce(datetime(row.instants.until), r.until)
