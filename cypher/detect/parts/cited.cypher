// name:     cited
// does:     A link that a finding rests on, as the runner takes it: its records become evidence, and
//           nobody sees the finding who may not see the link.
// takes:    link
{records: coalesce({{link}}.records, []), level: coalesce({{link}}.level, 0),
  compartments: coalesce({{link}}.compartments, [])}
