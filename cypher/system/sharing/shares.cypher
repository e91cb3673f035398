// name:     shares
// does:     Every case that was shared: of whom by their mentions, with whom, what, why and until when.
// returns:  id: str, mentions: list[str], sections: list[str], cleared: list[str], account: str,
//           organisation: str, who: str, at: str, why: str, until: str, withdrawn_at: str?,
//           withdrawn_by: str?, withdrawn_why: str?
MATCH (s:Share)
RETURN s.id AS id, s.mentions AS mentions, s.sections AS sections, s.cleared AS cleared,
  s.account AS account, s.organisation AS organisation, s.who AS who, s.at AS at, s.why AS why,
  s.until AS until, s.withdrawn_at AS withdrawn_at, s.withdrawn_by AS withdrawn_by,
  s.withdrawn_why AS withdrawn_why
ORDER BY at, id
