// name:     answers
// question: How were flags answered, by their rule and owner and by what is recorded of the suspect's sex and ethnicity?
// params:   clearance: int
// returns:  rule: str, force: str, state: str, sexes: list[str], ethnicities: list[str], flags: int
// source:   Equality Act 2010 s149: whether one group is wronged more often than another is to be known

// What is recorded of sex and ethnicity is counted here and nowhere else: no rule and no score reads it.
MATCH (f:Flag)-[o:ON]->(p:Person)
WHERE f.state IN ['confirmed', 'dismissed'] AND o.`as` = 'suspect'
  AND {{> cleared f}} AND {{> cleared p}}
OPTIONAL MATCH (m:Mention)-[:REFERS_TO]->(p)
WHERE {{> cleared m}}
WITH f, collect(DISTINCT m.sex) AS sexes, collect(DISTINCT m.ethnicity) AS ethnicities
RETURN f.rule AS rule, coalesce(f.owner, '') AS force, f.state AS state, sexes, ethnicities,
  count(*) AS flags
ORDER BY rule, force, state
