// name:     drop_person_links
// does:     Takes back every link of these people that records support.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (:Person {id: wanted})-[r]-()
WHERE r.records IS NOT NULL OR type(r) = 'ABOUT'
DELETE r
