// name:     quarrel
// does:     Whether what a suspect did to this person is a part of a quarrel among neighbours: all
//           of it is, and it is at most half. Whoever is named three times and answers once is no
//           party to a quarrel.
// takes:    suspect, victim, steps
(all(step IN {{steps}} WHERE any(x IN quarrels WHERE x.id = step.id))
    AND size([x IN quarrels WHERE x.accused <> {{suspect}}.id OR x.by <> {{victim}}])
      >= size({{steps}}))
