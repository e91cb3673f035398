// name:     drop_link
// does:     Removes links by their two ends and key.
// touches:  lost links {{type}} from {{start}} to {{end}} by rows
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (:{{start}} {id: row.start})-[r:{{type}} {key: row.key}]->(:{{end}} {id: row.end})
DELETE r
