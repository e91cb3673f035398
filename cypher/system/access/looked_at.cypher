// name:     looked_at
// does:     Says of each of these people what they are called, which forces have them on record, by
//           which references, and since when a flag is about them.
// params:   ids: list[str], level: int
// returns:  id: str, names: list[str], forces: list[str], references: list[str], flagged: datetime?

// The references are those of records up to that level; the rest is for finding unusual looks.
UNWIND $ids AS id
MATCH (p:Person {id: id})
CALL (p) {
  OPTIONAL MATCH (r:Record)-[:MENTIONS]->(m:Mention)-[:REFERS_TO]->(p)
  WITH r, CASE WHEN r.level <= $level AND r.current THEN r.force + ' ' + r.reference END AS reference
  ORDER BY r.recorded_at
  RETURN collect(DISTINCT r.force) AS forces, collect(DISTINCT reference) AS references
}
CALL (p) {
  OPTIONAL MATCH (f:Flag)-[:ON]->(p)
  RETURN min(f.raised_at) AS flagged
}
RETURN p.id AS id, CASE WHEN p.name IS NULL THEN [] ELSE [p.name] END
  + coalesce(p.other_names, []) AS names, forces, references, flagged
