// name:     drop_about
// does:     Takes back what ties these people to the records that speak of them.
// touches:  nothing: no rule reads which records speak of a person
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (:Person {id: wanted})<-[r:ABOUT]-(:Record)
DELETE r
