// name:  cleared
// does:  Keeps a node or link within what the viewer may see: their clearance, and the compartments
//        that they are in. What is in none has no such property.
// takes: x
({{x}}.level <= $clearance
  AND ({{x}}.compartments IS NULL OR all(_c IN {{x}}.compartments WHERE _c IN $compartments)))
