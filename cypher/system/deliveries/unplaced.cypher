// name:     unplaced
// does:     The next records that a delivery held when it was read at an earlier date, and not now.
// params:   id: str, size: int
// returns:  id: str, key: str
MATCH (:Delivery {id: $id})<-[f:FROM]-(r:Record)
WHERE size(f.places) = 0
RETURN r.id AS id, r.key AS key
LIMIT $size
