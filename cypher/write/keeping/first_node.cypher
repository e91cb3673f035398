// name:     first_node
// does:     Writes nodes into a graph that had none: each is one that is not there.
// touches:  nothing: the night after a first load looks at everything
// params:   rows: list[map]
UNWIND $rows AS row
CREATE (n:{{label}})
SET n = row
