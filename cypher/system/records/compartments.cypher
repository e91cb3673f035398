// name:     compartments
// does:     Every compartment that any record is in.
// returns:  name: str
MATCH (r:Record)
WHERE r.compartments IS NOT NULL
UNWIND r.compartments AS name
RETURN DISTINCT name
