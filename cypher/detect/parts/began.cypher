// name:     began
// does:     When an incident began, at the latest: when nothing is said, it was over when recorded.
// takes:    incident
coalesce({{incident}}.occurred_from, {{incident}}.recorded_at)
