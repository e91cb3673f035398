// name:     claimed
// does:     Says which data folder the graph belongs to; no row when to none yet.
// returns:  folder: str
MATCH (f:Folder)
RETURN f.folder AS folder
