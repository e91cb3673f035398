// name:     certain
// does:     Of these people (ids) those who are certainly different from one another: each whom
//           nothing in `doubts` says to be possibly one of those before, the least doubtful first.
//           They are at least so many.
// takes:    people
reduce(kept = [], who IN reduce(in_turn = [], n IN range(0, 2 * size({{people}})) |
      in_turn + [one IN {{people}} WHERE size([x IN doubts WHERE x.a = one AND x.b IN {{people}}]) = n]) |
    kept + [one IN [who] WHERE NOT any(x IN doubts WHERE x.a = who AND x.b IN kept)])
