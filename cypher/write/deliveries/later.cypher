// name:     later
// does:     Says that a delivery came again, extracted later: it is to be read again at that date.
// touches:  nothing: no rule reads deliveries
// params:   id: str, extracted_at: str, file_name: str
MATCH (d:Delivery {id: $id})
SET d.extracted_at = $extracted_at, d.file_name = $file_name, d.complete = false
WITH d
MATCH (:Record)-[f:FROM]->(d)
SET f.places = []
