// name:     classes_of
// does:     The offence classes of these steps, each once, in the order of the steps.
// takes:    steps
reduce(so_far = [], each IN {{steps}} |
    so_far + [one IN each.classes WHERE NOT one IN so_far])
