// name:     counted
// does:     How many victims these people (ids) are, in words: from those who are certainly
//           different to all of them.
// takes:    people, least
CASE WHEN {{least}} = 0 THEN 'nobody by name' ELSE toString({{least}}) + CASE WHEN size({{people}}) > {{least}}
    THEN ' to ' + toString(size({{people}})) + ' victims, not told apart'
    WHEN {{least}} = 1 THEN ' victim' ELSE ' victims' END END
