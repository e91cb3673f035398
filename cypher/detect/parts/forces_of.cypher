// name:     forces_of
// does:     The forces that recorded these steps, each once, in the order of the steps.
// takes:    steps
reduce(so_far = [], each IN {{steps}} |
    so_far + [one IN [each.force] WHERE NOT one IN so_far])
