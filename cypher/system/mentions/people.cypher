// name:     people
// does:     Whom these mentions refer to so far, column by column; those of nobody are left out.
// params:   ids: list[str]
// returns:  mentions: list[str], people: list[str]
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})-[:REFERS_TO]->(p:Person)
RETURN collect(m.id) AS mentions, collect(p.id) AS people
