// name:     step
// does:     What a rule keeps of each incident of a series, to stand within a map. `start` is null
//           where no beginning is known; `seen` is then when it was recorded.
// takes:    incident, hows
id: {{incident}}.id, start: {{incident}}.occurred_from, end: {{> ended {{incident}}}},
  seen: {{> began {{incident}}}}, force: {{incident}}.force,
  classes: coalesce({{incident}}.offence_classes, []), possible: {{> only_possible {{hows}}}}
