// name:     names
// question: What are these entities called?
// params:   ids: list[str], clearance: int
// returns:  id: str, label: str, name: str, level: int

// An address is named by its lines and a phone by its number: ask for people, incidents and
// orders where a whereabouts must not show.
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Person {id: id}) WHERE {{> cleared n}}
  RETURN 'Person' AS label, n.name AS name, n.level AS level
  UNION
  MATCH (n:Organisation {id: id}) WHERE {{> cleared n}}
  RETURN 'Organisation' AS label, n.name AS name, n.level AS level
  UNION
  MATCH (n:Incident {id: id}) WHERE {{> cleared n}}
  RETURN 'Incident' AS label, n.force + ' ' + n.reference AS name, n.level AS level
  UNION
  MATCH (n:Order {id: id}) WHERE {{> cleared n}}
  RETURN 'Order' AS label, n.kind + ' ' + n.reference AS name, n.level AS level
  UNION
  MATCH (n:Address {id: id}) WHERE {{> cleared n}}
  RETURN 'Address' AS label, n.lines AS name, n.level AS level
  UNION
  MATCH (n:Vehicle {id: id}) WHERE {{> cleared n}}
  RETURN 'Vehicle' AS label, n.vrm AS name, n.level AS level
  UNION
  MATCH (n:Phone {id: id}) WHERE {{> cleared n}}
  RETURN 'Phone' AS label, n.id AS name, n.level AS level
  UNION
  MATCH (n:Account {id: id}) WHERE {{> cleared n}}
  RETURN 'Account' AS label, n.value AS name, n.level AS level
}
RETURN id, label, coalesce(name, id) AS name, level
ORDER BY id, label
