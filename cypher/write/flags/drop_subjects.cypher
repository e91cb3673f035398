// name:     drop_subjects
// does:     Unties flags from what they were about.
// touches:  nothing: no rule reads flags
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})-[on:ON]->()
DELETE on
