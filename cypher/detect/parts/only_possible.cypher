// name:     only_possible
// does:     1 where every link that names the suspect calls that only possible, so that a flag can
//           say how much of it rests on somebody's guess; 0 where one does not.
// takes:    hows
CASE WHEN all(how IN {{hows}} WHERE how = 'possible') AND size({{hows}}) > 0 THEN 1 ELSE 0 END
