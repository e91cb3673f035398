// name:     claim
// does:     Ties the graph to a data folder, unless it is tied to one already; says to which.
// touches:  nothing: no rule reads it
// params:   folder: str
// returns:  folder: str, half_made: bool?
MERGE (f:Folder {id: 'of this graph'})
SET f.folder = coalesce(f.folder, $folder)
RETURN f.folder AS folder, f.half_made AS half_made
