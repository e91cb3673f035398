// name:     known_by_then
// does:     A record of a later day was not known at $as_of: a rule asked about a past day answers
//           as it would have then. One that says no day is taken to have been there.
// takes:    event
({{event}}.recorded_at IS NULL OR {{event}}.recorded_at <= datetime($as_of))
