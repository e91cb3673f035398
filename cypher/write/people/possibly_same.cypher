// name:     possibly_same
// does:     Writes that two people are possibly one, and the strongest reason in bits.
// touches:  links POSSIBLY_SAME from Person to Person by rows
// params:   rows: list[map]
UNWIND $rows AS row
MATCH (p:Person {id: row.start})
MATCH (q:Person {id: row.end})
MERGE (p)-[r:POSSIBLY_SAME {key: row.key}]->(q)
SET r.weight = row.weight, r.level = row.level, r.compartments = row.compartments
