// name:     mentioning
// does:     Every version of a record that makes these mentions.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (:Mention {id: wanted})<-[:MENTIONS]-(r:Record)
RETURN DISTINCT r.id AS id
ORDER BY id
