// name:     resolution
// does:     With which model and limits this graph was last resolved, and whether mentions went since.
// returns:  model: str, stamp: str, threshold: int, floor: int, ceiling: int, went: bool,
//           derived: int, listed: bool
MATCH (r:Resolution {id: 'last'})
RETURN r.model AS model, r.stamp AS stamp, r.threshold AS threshold, r.floor AS floor,
  r.ceiling AS ceiling, coalesce(r.went, false) AS went,
  coalesce(r.derived, 1) AS derived, coalesce(r.listed, false) AS listed
