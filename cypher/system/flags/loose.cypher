// name:     loose
// does:     Gives the flags that are tied to fewer subjects or records than they name.
// returns:  id: str
MATCH (f:Flag)
OPTIONAL MATCH (f)-[on:ON]->()
WITH f, count(on) AS ons
OPTIONAL MATCH (f)-[c:CITES]->()
WITH f, ons, count(c) AS cites
WHERE ons < size(f.subjects) OR cites < size(f.evidence)
RETURN f.id AS id
ORDER BY id
