// name:     roles
// question: In how many incidents of which forces does each of these people stand in each role?
// params:   ids: list[str], clearance: int
// returns:  id: str, role: str, incidents: int, forces: list[str], first: datetime?, last: datetime?
UNWIND $ids AS id
MATCH (p:Person {id: id})-[r:SUSPECT_IN|INSTIGATED|VICTIM_OF|WITNESS_TO|REPORTED|INVOLVED_IN]->(i:Incident)
WHERE {{> cleared p}} AND {{> cleared r}} AND {{> cleared i}}
WITH id, type(r) AS role, count(DISTINCT i) AS incidents, collect(DISTINCT i.force) AS forces,
  min(i.occurred_from) AS first, max(i.occurred_from) AS last
RETURN id, role, incidents, forces, first, last ORDER BY id, role
