// name:     seen
// question: Which of these flags may this viewer know of?
// params:   ids: list[str], clearance: int
// returns:  flag: str
UNWIND $ids AS id
MATCH (f:Flag {id: id}) WHERE {{> cleared f}}
RETURN f.id AS flag
