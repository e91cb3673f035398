// name:     aimed
// does:     Whether the incident was aimed at a person. Theft, fraud, burglary and drugs strike
//           whoever was there; without a class nothing says that it was one of those.
// takes:    incident
(size(coalesce({{incident}}.offence_classes, [])) = 0
    OR any(offence IN {{incident}}.offence_classes WHERE NOT any(code IN $ref.impersonal
      WHERE offence = code OR offence STARTS WITH code + '/')))
