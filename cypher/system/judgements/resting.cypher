// name:     resting
// does:     How many judgements that stand are about somebody whom no record names so any more.
// returns:  judgements: int
MATCH (j:Judgement)
WHERE j.a IS NOT NULL AND NOT EXISTS { (:Judgement)-[:WITHDRAWS]->(j) }
OPTIONAL MATCH (a:Mention {id: j.a})
OPTIONAL MATCH (b:Mention {id: j.b})
WITH j, a, b
WHERE a IS NULL OR b IS NULL
RETURN count(j) AS judgements
