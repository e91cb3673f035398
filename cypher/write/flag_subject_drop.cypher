// name:     flag_subject_drop
// does:     Unties flags from what they were about.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})-[on:ON]->()
DELETE on
