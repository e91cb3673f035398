// name:     claimed
// does:     Says which data folder the graph belongs to, and whether its first load has not ended; no row when to none yet.
// returns:  folder: str, half_made: bool?
MATCH (f:Folder)
RETURN f.folder AS folder, f.half_made AS half_made
