// name:     reopen
// does:     Says that a delivery is no longer whole: its withdrawal has begun.
// touches:  nothing: no rule reads deliveries
// params:   id: str
MATCH (d:Delivery {id: $id})
SET d.complete = false
