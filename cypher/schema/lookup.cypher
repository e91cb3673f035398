// name:     lookup
// does:     Indexes a further property that questions look a label up by.
CREATE INDEX {{label}}_{{property}} IF NOT EXISTS
FOR (n:{{label}}) ON (n.{{property}})
