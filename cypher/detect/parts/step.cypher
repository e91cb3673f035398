// name:     step
// does:     What a rule keeps of each incident of a series, to stand within a map. `start` is null
//           where no beginning is known; `seen` is then when it was recorded. `possible` is 1 where
//           every link that names the suspect calls that only possible, so that a flag can say how
//           much of it rests on somebody's guess.
// takes:    incident, hows
id: {{incident}}.id, start: {{incident}}.occurred_from, end: {{> ended {{incident}}}},
  seen: {{> began {{incident}}}}, force: {{incident}}.force,
  classes: coalesce({{incident}}.offence_classes, []),
  possible: CASE WHEN all(how IN {{hows}} WHERE how = 'possible') AND size({{hows}}) > 0
    THEN 1 ELSE 0 END
