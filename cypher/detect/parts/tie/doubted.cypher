// name:     doubted
// does:     Those of these people (ids) whom nobody told apart from another of them.
// takes:    people
[who IN {{people}} WHERE any(x IN doubts WHERE x.a = who AND x.b IN {{people}})]
