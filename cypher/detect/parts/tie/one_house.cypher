// name:     one_house
// does:     Whether two people (ids) are of one house: one person, or two of `mates`.
// takes:    one, other
({{one}} = {{other}} OR any(m IN mates WHERE m.a = {{one}} AND m.b = {{other}}))
