// name:     drop_about
// does:     Takes away what these records support.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (:Record {id: wanted})-[about:ABOUT]->()
DELETE about
