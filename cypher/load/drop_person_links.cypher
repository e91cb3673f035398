// name:     drop_person_links
// does:     Takes back every link of these people that records support; attributions wait for the night.
// params:   ids: list[str]
UNWIND $ids AS wanted
MATCH (:Person {id: wanted})-[r]-()
WHERE (r.records IS NOT NULL AND type(r) <> 'POSSIBLY_BY') OR type(r) = 'ABOUT'
DELETE r
