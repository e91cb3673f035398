// name:     patterned
// does:     Whether an incident is part of a pattern by its nature, so that one is enough: by its
//           classes or, where a force's own class for what was not crimed stands in no table, by
//           the behaviour that its words describe ("harassment report, not crimed") or that was
//           delivered with it.
// takes:    incident
// source:   graph/model/reference/offences.toml, `patterned` and `patterned_words`
({{> of_group {{incident}}.offence_classes patterned}}
    OR (NOT any(offence IN coalesce({{incident}}.offence_classes, []) WHERE any(code IN $ref.known
        WHERE offence = code OR offence STARTS WITH code + '/'))
      AND (any(act IN coalesce({{incident}}.behaviours, []) WHERE act IN $ref.patterned_acts)
      OR any(word IN $ref.patterned_words WHERE toLower(coalesce({{incident}}.title, ''))
        CONTAINS word OR any(offence IN coalesce({{incident}}.offence_classes, [])
          WHERE toLower(offence) CONTAINS word)))))
