// name:     ended_before_told
// does:     When an incident was over, at the latest: not after the day on which it was recorded,
//           where it is known to a longer span only, such as its month.
// takes:    incident
CASE WHEN {{incident}}.occurred_to > {{incident}}.recorded_at + duration({days: 1})
    AND {{incident}}.occurred_from <= {{incident}}.recorded_at
  THEN {{incident}}.recorded_at + duration({days: 1}) ELSE {{> ended {{incident}}}} END
