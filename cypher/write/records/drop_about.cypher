// name:     drop_about
// does:     Takes away what these records support.
// touches:  nothing: what they supported is dropped or reopened beside it
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[about:ABOUT]->()
DELETE about
