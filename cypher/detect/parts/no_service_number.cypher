// name:     no_service_number
// does:     A number of a service (03, 08, 09) is everybody's and joins nobody to anything.
// takes:    number
// source:   Ofcom, National Telephone Numbering Plan
NOT any(prefix IN ['+443', '+448', '+449'] WHERE {{number}} STARTS WITH prefix)
