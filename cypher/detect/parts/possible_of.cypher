// name:     possible_of
// does:     How many of these steps name the suspect as possible only.
// takes:    steps
reduce(n = 0, each IN {{steps}} | n + each.possible)
