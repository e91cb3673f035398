// name:     in_order
// does:     A list with each member once and in order, so that the same finding, made from another
//           anchor, is the same row.
// takes:    list, ordered
CALL ({{list}}) {
  UNWIND {{list}} AS member
  WITH DISTINCT member ORDER BY member
  RETURN collect(member) AS {{ordered}}
}
