// name:     near_tie
// does:     A tie less near than family or household: what is aimed at a friend, a relative, a
//           housemate, a carer or an employer is conduct towards the victim too, where a theft from them is
//           none. An ex-in-law of the victim who is the suspect's own family is left out: that is
//           a quarrel within it.
// takes:    tie, other, suspect
// source:   Protection from Harassment Act 1997 s1(1A) and s7(3)(b): more than one person
({{tie}}.kind IN ['friend', 'relative', 'housemate', 'carer', 'employer'] OR ({{tie}}.kind = 'ex-in-law'
    AND NOT EXISTS {
      MATCH ({{suspect}})-[kin:RELATED_TO]-({{other}})
      WHERE kin.kind IN ['parent', 'child', 'sibling', 'relative', 'lives with']
    }))
