// name:     of_group
// does:     Whether one of these offence classes is of a group of graph/model/reference, with every
//           subcode: `stalking`, at any time and included classifications too, or `patterned`, a
//           pattern by its nature (stalking, harassment, threats, control, malicious
//           communications), so that one is enough.
// takes:    classes, group
// source:   Protection from Harassment Act 1997 s2A and s4A; HMICFRS recommendation 7 on included
//           classifications
any(offence IN coalesce({{classes}}, []) WHERE any(code IN $ref.{{group}}
    WHERE offence = code OR offence STARTS WITH code + '/'))
