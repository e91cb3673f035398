// name:     lets_go
// does:     Unties flags from records that they no longer rest on.
// touches:  nothing: no rule reads flags
// params:   ids: list[str]
UNWIND $ids AS id
MATCH (f:Flag {id: id})-[c:CITES]->(r:Record)
WHERE NOT r.id IN f.evidence
DELETE c
