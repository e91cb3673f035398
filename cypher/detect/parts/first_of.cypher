// name:     first_of
// does:     When the earliest of these steps began; they stand in the order of their ends, so it
//           need not be the first of them.
// takes:    steps
reduce(earliest = head([each IN {{steps}} | each.seen]), each IN {{steps}} |
    CASE WHEN each.seen < earliest THEN each.seen ELSE earliest END)
