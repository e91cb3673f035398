// name:     unlink
// does:     Parts records from a delivery; those that no other delivery carries go.
// touches:  nothing: what the records supported is taken back beside it
// params:   delivery: str, ids: list[str], gone: list[str]
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[f:FROM]->(:Delivery {id: $delivery})
DELETE f
WITH count(*) AS parted
UNWIND $gone AS lost
MATCH (r:Record {id: lost})
DETACH DELETE r
