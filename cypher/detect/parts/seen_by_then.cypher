// name:     seen_by_then
// does:     A link for which there was evidence at $as_of, or whose evidence has no day.
// takes:    link
({{link}}.first_seen IS NULL OR {{link}}.first_seen <= datetime($as_of))
