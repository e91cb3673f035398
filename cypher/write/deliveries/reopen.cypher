// name:     reopen
// does:     Says that a delivery is no longer whole: its withdrawal has begun.
// params:   id: str
MATCH (d:Delivery {id: $id})
SET d.complete = false
