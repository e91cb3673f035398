// name:     versions
// does:     Lists every version held of these records, with the latest extract that carried it: one delivery left out, or (`placed`) what it holds no more.
// params:   keys: list[str], without: str, placed: bool
// returns:  key: str, id: str, version: str, withdrawn: bool, current: bool, extracted_at: str
UNWIND $keys AS wanted
MATCH (r:Record {key: wanted})
OPTIONAL MATCH (r)-[f:FROM]->(d:Delivery)
WHERE d.id <> $without OR ($placed AND size(f.places) > 0)
RETURN r.key AS key, r.id AS id, r.version AS version, r.withdrawn AS withdrawn,
  r.current AS current, coalesce(max(f.extracted_at), '') AS extracted_at
