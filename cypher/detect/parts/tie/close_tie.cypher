// name:     close_tie
// does:     A tie of family or home, near enough that conduct towards one is conduct
//           towards the other.
// takes:    tie
// source:   Protection from Harassment Act 1997 s1(1A) and s7(3)(b): more than one person
{{tie}}.kind IN ['partner', 'parent', 'child', 'sibling', 'lives with']
