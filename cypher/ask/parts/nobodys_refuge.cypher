// name:   nobodys_refuge
// does:   Leaves out what a victim or protected person, or their household, is tied to or can be
//         reached by, as graph/access/victim_safety.py does from any suspect's side.
// takes:  x
// source: domain.md, victim safety
NOT EXISTS { MATCH ({{x}})<-[:PROTECTS]-(:Order) }
  AND NOT EXISTS { MATCH ({{x}})<-[_w:INVOLVES]-(:Incident) WHERE _w.whose = 'victim' }
  AND NOT EXISTS {
    MATCH ({{x}})<-[:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(_h:Person)-[:VICTIM_OF]->(:Incident)
  }
  AND NOT EXISTS {
    MATCH ({{x}})<-[:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(_h:Person)<-[:PROTECTS]-(:Order)
  }
  AND NOT EXISTS {
    MATCH ({{x}})<-[:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(_h:Person)-[_k:RELATED_TO]-(_q:Person)-[:VICTIM_OF]->(:Incident)
    WHERE _k.kind IN ['lives with', 'partner', 'parent', 'child']
  }
  AND NOT EXISTS {
    MATCH ({{x}})<-[:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(_h:Person)-[_k:RELATED_TO]-(_q:Person)<-[:PROTECTS]-(:Order)
    WHERE _k.kind IN ['lives with', 'partner', 'parent', 'child']
  }
  AND NOT EXISTS { MATCH ({{x}})-[:LINKED_TO]-(_l)<-[:USES]-(_h:Person)-[:VICTIM_OF]->(:Incident) }
  AND NOT EXISTS { MATCH ({{x}})-[:LINKED_TO]-(_l)<-[:USES]-(_h:Person)<-[:PROTECTS]-(:Order) }
