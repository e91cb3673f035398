// name:     by_id
// does:     Gives flags by their id as they stand, each with the latest word on it.
// params:   ids: list[str]
// returns:  id: str, rule: str, subjects: list[str], state: str, evidence: list[str], columns: str,
//           level: int, compartments: list[str], why: str?, before: str?, raised_at: datetime?, said: str?, kind: str?,
//           until: str?, said_of: list[str]?, due: str?, before_judgement: str?

UNWIND $ids AS wanted
MATCH (f:Flag {id: wanted})
OPTIONAL MATCH (d:Disposition {id: f.disposition})
RETURN f.id AS id, f.rule AS rule, f.subjects AS subjects, f.state AS state,
  f.evidence AS evidence, f.columns AS columns, f.level AS level,
  coalesce(f.compartments, []) AS compartments, f.why AS why,
  f.before AS before, f.raised_at AS raised_at, d.id AS said, d.kind AS kind, d.until AS until,
  d.evidence AS said_of, f.due AS due, f.before_judgement AS before_judgement
ORDER BY id
