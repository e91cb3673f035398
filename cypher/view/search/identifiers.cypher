// name:     identifiers
// question: Which element bears one of these numbers, marks, handles or references?
// params:   phones: list[str], accounts: list[str], handles: list[str], vehicles: list[str], references: list[str], postcodes: list[str], clearance: int
// returns:  label: str, id: str, props: map
CALL () {
  UNWIND $phones AS id MATCH (n:Phone {id: id}) RETURN n
  UNION
  UNWIND $accounts AS id MATCH (n:Account {id: id}) RETURN n
  UNION
  UNWIND $handles AS value MATCH (n:Account {value: value}) RETURN n
  UNION
  UNWIND $vehicles AS id MATCH (n:Vehicle {id: id}) RETURN n
  UNION
  UNWIND $references AS reference MATCH (n:Incident {reference: reference}) RETURN n
  UNION
  UNWIND $references AS reference MATCH (n:Order {reference: reference}) RETURN n
  UNION
  UNWIND $postcodes AS postcode MATCH (n:Address {postcode: postcode}) RETURN n
}
WITH n WHERE {{> cleared n}}
RETURN head(labels(n)) AS label, n.id AS id, properties(n) AS props ORDER BY label, id
