// name:     flat
// does:     One list of several.
// takes:    lists
reduce(so_far = [], each IN {{lists}} | so_far + each)
