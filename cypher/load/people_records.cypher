// name:     people_records
// does:     The current records that mention these people.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (:Person {id: wanted})<-[:REFERS_TO]-(:Mention)<-[:MENTIONS]-(r:Record {current: true})
RETURN DISTINCT r.id AS id
