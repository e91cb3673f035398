// name:     known_by_then
// does:     What happened, was recorded or was first seen on a later day was not known at $as_of: a
//           rule asked about a past day answers as it would have then. What says no day is taken to
//           have been there.
// takes:    instant
({{instant}} IS NULL OR {{instant}} <= datetime($as_of))
