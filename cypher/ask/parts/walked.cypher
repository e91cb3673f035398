// name:  walked
// does:  Keeps all that lies on a path of several links within what the viewer may see.
// takes: x
all(_e IN nodes({{x}}) WHERE {{> cleared _e}})
  AND all(_e IN relationships({{x}}) WHERE {{> cleared _e}})
