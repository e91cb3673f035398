// name:     withdrawals
// does:     Which judgements were taken back, by whom, when and why.
// returns:  id: str, of: str, who: str, at: str, why: str
MATCH (w:Judgement)-[:WITHDRAWS]->(j:Judgement)
RETURN w.id AS id, j.id AS of, w.who AS who, w.at AS at, w.why AS why
ORDER BY at, id
