// name:     patterned
// does:     Whether a class of the incident is part of a pattern by its nature (stalking,
//           harassment, threats, control, malicious communications), so that one is enough.
// takes:    incident
any(offence IN coalesce({{incident}}.offence_classes, []) WHERE any(code IN $ref.patterned
    WHERE offence = code OR offence STARTS WITH code + '/'))
