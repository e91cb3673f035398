// name:     replay
// does:     Gives every version of every record, with the first extract that carried it.
// returns:  key: str, version: str, id: str, extracted_at: str, content: str
MATCH (r:Record)
OPTIONAL MATCH (r)-[f:FROM]->(:Delivery)
RETURN r.key AS key, r.version AS version, r.id AS id,
  coalesce(min(f.extracted_at), '') AS extracted_at, r.content AS content
