// name:     occasions
// does:     On how many separate occasions these steps happened, which stand in the order of their
//           ends: the most that lie $gap_minutes apart, so that one event in three reports is one
//           occasion. A step that may have begun at any time cannot be told from the one before.
// takes:    steps
// source:   Lau v DPP [2000] and Kelly v DPP [2002] on what is an occasion
reduce(tally = {n: 0, end: null}, each IN {{steps}} |
    CASE WHEN tally.n = 0 OR each.start >= tally.end + duration({minutes: $gap_minutes})
      THEN {n: tally.n + 1, end: each.end} ELSE tally END).n
