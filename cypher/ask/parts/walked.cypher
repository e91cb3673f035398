// name:  walked
// does:  Keeps all that lies on a path of several links within what the viewer may see.
// takes: x
all(_e IN nodes({{x}}) WHERE _e.level <= $clearance)
  AND all(_e IN relationships({{x}}) WHERE _e.level <= $clearance)
