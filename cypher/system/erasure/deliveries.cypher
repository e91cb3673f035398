// name:     deliveries
// does:     The id of every delivery.
// returns:  id: str
MATCH (d:Delivery)
RETURN d.id AS id
