// name:     happened
// does:     Says to whom something happened at these addresses, of which nobody says that they live,
//           work or study there.
// params:   ids: list[str]
// returns:  id: str, victims: list[str]

// Where more than two hundred incidents happened is a public place, and nobody's home.
UNWIND $ids AS id
MATCH (a:Address {id: id})<-[:AT]-(i:Incident)
WITH a, collect(i) AS incidents
WHERE size(incidents) <= 200
UNWIND incidents AS i
MATCH (i)<-[:VICTIM_OF]-(v:Person)
RETURN a.id AS id, collect(DISTINCT v.id) AS victims
