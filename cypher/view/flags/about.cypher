// name:     about
// question: Which flags stand about this, in the order of ask/flags?
// params:   label: str, id: str, rule: str? = null, limit: int = 200, clearance: int
// returns:  id: str, rule: str, subjects: list[str], state: str, why: str, sentence: str,
//           explanation: str, against: str, columns: str, raised_at: datetime, changed_at: datetime,
//           night: str, owner: str?, due: str?, until: str?, record_ids: list[str], level: int
CALL () {
  MATCH (n:Person {id: $id})<-[:ON]-(f:Flag) WHERE $label = 'Person'
  RETURN f
  UNION
  MATCH (n:Organisation {id: $id})<-[:ON]-(f:Flag) WHERE $label = 'Organisation'
  RETURN f
  UNION
  MATCH (n:Address {id: $id})<-[:ON]-(f:Flag) WHERE $label = 'Address'
  RETURN f
  UNION
  MATCH (n:Vehicle {id: $id})<-[:ON]-(f:Flag) WHERE $label = 'Vehicle'
  RETURN f
  UNION
  MATCH (n:Phone {id: $id})<-[:ON]-(f:Flag) WHERE $label = 'Phone'
  RETURN f
  UNION
  MATCH (n:Account {id: $id})<-[:ON]-(f:Flag) WHERE $label = 'Account'
  RETURN f
  UNION
  MATCH (n:Incident {id: $id})<-[:ON]-(f:Flag) WHERE $label = 'Incident'
  RETURN f
  UNION
  MATCH (n:Order {id: $id})<-[:ON]-(f:Flag) WHERE $label = 'Order'
  RETURN f
}
WITH DISTINCT f
WHERE {{> cleared f}} AND ($rule IS NULL OR f.rule = $rule) AND f.state <> 'withdrawn'
RETURN {{> flag_row f}}
ORDER BY f.state IN ['note', 'confirmed', 'dismissed', 'deferred', 'withdrawn'], changed_at DESC,
  coalesce(due, '9999'), size(record_ids) DESC, id
LIMIT $limit
