// name:     counts
// does:     An incident that counts: not cancelled, and known by then.
// takes:    incident
{{> not_cancelled {{incident}}}} AND {{> known_by_then {{incident}}.recorded_at}}
