// name:     links_of
// does:     All links that these steps cite.
// takes:    steps
reduce(so_far = [], each IN {{steps}} | so_far + each.links)
