// name:     records
// does:     The next records of a delivery that is being withdrawn.
// params:   id: str, size: int
// returns:  id: str, key: str
MATCH (:Delivery {id: $id})<-[:FROM]-(r:Record)
RETURN r.id AS id, r.key AS key
LIMIT $size
