// name:     ended
// does:     When an incident was over, at the latest.
// takes:    incident
coalesce({{incident}}.occurred_to, {{incident}}.occurred_from, {{incident}}.recorded_at)
