// name:     key
// does:     Makes the id of each label unique, so that two writers at once make one node.
CREATE CONSTRAINT {{label}}_id IF NOT EXISTS
FOR (n:{{label}}) REQUIRE n.id IS UNIQUE
