// name:     adrift
// does:     Gives the flags that are tied to less than they name, followed a person, or were joined.
// returns:  id: str
MATCH (f:Flag)
OPTIONAL MATCH (f)-[on:ON]->()
WITH f, count(on) AS ons
OPTIONAL MATCH (f)-[c:CITES]->()
WITH f, ons, count(c) AS cites
WHERE ons < size(f.subjects) OR cites < size(f.evidence) OR f.formerly IS NOT NULL
  OR f.joined IS NOT NULL
RETURN f.id AS id
ORDER BY id
