// name:     contact
// does:     A call or message that a finding counts, as people read it: an event with its id.
// takes:    contact
{id: {{contact}}.id, kind: {{contact}}.kind, at: {{contact}}.at}
