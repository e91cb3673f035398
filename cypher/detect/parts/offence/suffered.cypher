// name:     suffered
// does:     Whether somebody with these steps is a victim in the sense of the proposed register:
//           aimed at, on two occasions, or once by what is a pattern by its nature. Two brawls with
//           two strangers make no serial perpetrator.
// takes:    steps
// source:   The register's proposed test (Paladin; HL5183)
any(step IN {{steps}} WHERE step.aimed)
    AND (any(step IN {{steps}} WHERE step.patterned) OR {{> occasions {{steps}}}} >= 2)
