// name:     not_cancelled
// does:     An incident that was cancelled (no crime, made in error, recorded twice) is as if it
//           had never been reported: counted, it would make a course out of a mistake.
// takes:    incident
// source:   Home Office Counting Rules: a cancelled record is no crime
NOT coalesce({{incident}}.cancelled, false)
