// name:  cleared
// does:  Keeps a node or link of a pattern within what the viewer may see.
// takes: x
{{x}}.level <= $clearance
