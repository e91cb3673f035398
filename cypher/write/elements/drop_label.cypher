// name:     drop_label
// does:     Removes a page of nodes of one label; returns how many went.
// touches:  everything
// params:   size: int
// returns:  gone: int
MATCH (n:{{label}})
WITH n LIMIT $size
DETACH DELETE n
RETURN count(*) AS gone
