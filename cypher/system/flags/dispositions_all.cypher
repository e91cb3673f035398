// name:     dispositions_all
// does:     Everything that was said of flags, the first word first.
// returns:  id: str, flag: str, said: str, who: str, at: datetime, why: str, until: str?, force: str?, evidence: list[str], digests: list[str], answer: str, rule: str, state: str, follows: str?,
//           subjects: list[str]?
MATCH (d:Disposition)
OPTIONAL MATCH (f:Flag {id: d.flag})
RETURN d.id AS id, d.flag AS flag, d.kind AS said, d.who AS who, d.at AS at, d.why AS why,
  d.until AS until, d.force AS force, coalesce(d.evidence, []) AS evidence, coalesce(d.digests, []) AS digests,
  d.answer AS answer, d.rule AS rule, d.state AS state, d.follows AS follows,
  f.subjects AS subjects
ORDER BY at, id
