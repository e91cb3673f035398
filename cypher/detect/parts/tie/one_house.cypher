// name:     one_house
// does:     Whether two people (ids) are of one house: one person, or two of `mates`.
// takes:    one, other
({{one}} = {{other}} OR any(roof IN mates WHERE roof.a = {{one}} AND roof.b = {{other}}))
