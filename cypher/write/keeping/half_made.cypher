// name:     half_made
// does:     Says on the graph itself that its first load has begun, or that it has ended.
// touches:  nothing: no rule reads it
// params:   half_made: bool
MATCH (f:Folder)
SET f.half_made = CASE WHEN $half_made THEN true ELSE null END
