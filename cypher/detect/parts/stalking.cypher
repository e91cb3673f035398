// name:     stalking
// does:     Whether one of these offence classes is stalking, with every subcode of those in
//           graph/model/reference: an incident's included classifications are among them.
// takes:    classes
// source:   Protection from Harassment Act 1997 s2A and s4A
any(offence IN coalesce({{classes}}, []) WHERE any(code IN $ref.stalking
    WHERE offence = code OR offence STARTS WITH code + '/'))
