// name:     again
// does:     Says that a delivery is to be read again: it came extracted later, or by another mapping.
// touches:  nothing: no rule reads deliveries
// params:   id: str, props: map
MATCH (d:Delivery {id: $id})
SET d += $props, d.complete = false
WITH d
MATCH (:Record)-[f:FROM]->(d)
// What stands nowhere in the delivery when it has been read is parted from it.
SET f.places = []
