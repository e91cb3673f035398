// name:     retired
// does:     The ids that went into these people, with the mentions they last had.
// params:   ids: list[str]
// returns:  id: str, successor: str, members: list[str]
UNWIND $ids AS wanted
MATCH (r:Retired {successor: wanted})
RETURN r.id AS id, r.successor AS successor, r.members AS members
