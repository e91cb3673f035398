// name:     drop_subjects
// does:     Unties flags from what they were about.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})-[on:ON]->()
DELETE on
