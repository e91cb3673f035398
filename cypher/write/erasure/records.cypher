// name:     records
// does:     Removes records for good, whichever delivery brought them.
// touches:  nothing: what the records supported is taken back beside it
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (r:Record {id: wanted})
DETACH DELETE r
