// name:     dispositions
// question: What has been said of these flags, by whom and why, the first word first?
// params:   ids: list[str], clearance: int
// returns:  flag: str, kind: str, who: str, at: datetime, why: str, until: str?, force: str?
UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})<-[:OF]-(d:Disposition)
WHERE {{> cleared f}}
RETURN f.id AS flag, d.kind AS kind, d.who AS who, d.at AS at, d.why AS why, d.until AS until,
  d.force AS force
ORDER BY flag, at, kind
