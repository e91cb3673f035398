// name:     mentions
// does:     How these people are written in the records that support them; new ones have no links yet.
// params:   ids: list[str]
// returns:  person: str, new: bool, mention: str, level: int, compartments: list[str], name: str?, other_names: list[str], birth: str?, birth_precision: str?

// A first load asks this when Neo4j's statistics know of no person yet: without the hint it would
// scan all of them for each.
UNWIND $ids AS wanted
MATCH (p:Person {id: wanted})<-[:REFERS_TO]-(m:Mention)
USING INDEX SEEK p:Person(id)
RETURN p.id AS person, p.level = 9 AS new, m.id AS mention, m.level AS level,
  coalesce(m.compartments, []) AS compartments, m.name AS name,
  coalesce(m.other_names, []) AS other_names, m.birth AS birth,
  m.birth_precision AS birth_precision
