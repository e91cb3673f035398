// name:     loose
// does:     Gives those of these flags that are tied to fewer subjects or records than they name.
// params:   ids: list[str]
// returns:  id: str
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
OPTIONAL MATCH (f)-[on:ON]->()
WITH f, count(on) AS ons
OPTIONAL MATCH (f)-[c:CITES]->()
WITH f, ons, count(c) AS cites
WHERE ons < size(f.subjects) OR cites < size(f.evidence)
RETURN f.id AS id
ORDER BY id
