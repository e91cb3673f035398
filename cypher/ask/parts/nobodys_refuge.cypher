// name:   nobodys_refuge
// does:   Leaves out what a victim or protected person, who lives with them, or who reported or saw it
//         is tied to or can be reached by, as graph/access/victim_safety.py does from any suspect's side.
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
    WHERE _k.kind IN ['lives with', 'housemate', 'partner', 'parent', 'child']
      AND NOT EXISTS { MATCH (_h)-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(_q) }
  }
  AND NOT EXISTS {
    MATCH ({{x}})<-[:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(_h:Person)-[_k:RELATED_TO]-(_q:Person)<-[:PROTECTS]-(:Order)
    WHERE _k.kind IN ['lives with', 'housemate', 'partner', 'parent', 'child']
      AND NOT EXISTS { MATCH (_h)-[:SUBJECT_OF]->(:Order)-[:PROTECTS]->(_q) }
  }
  AND NOT EXISTS {
    MATCH ({{x}})<-[:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(_h:Person)-[:LIVES_AT]->(:Address)<-[:LIVES_AT]-(_q:Person)-[:VICTIM_OF]->(:Incident)
    WHERE NOT EXISTS { MATCH (_h)-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(_q) }
  }
  AND NOT EXISTS {
    MATCH ({{x}})<-[:LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES]-(_h:Person)-[:LIVES_AT]->(:Address)<-[:LIVES_AT]-(_q:Person)<-[:PROTECTS]-(:Order)
    WHERE NOT EXISTS { MATCH (_h)-[:SUBJECT_OF]->(:Order)-[:PROTECTS]->(_q) }
  }
  AND NOT EXISTS {
    MATCH ({{x}})<-[:LIVES_AT|USES|DRIVES]-(_h:Person)-[:REPORTED|WITNESS_TO]->(:Incident)<-[:VICTIM_OF]-(_q:Person)
    WHERE _q.id <> _h.id
  }
  AND NOT EXISTS { MATCH ({{x}})-[:LINKED_TO]-(_l)<-[:USES]-(_h:Person)-[:VICTIM_OF]->(:Incident) }
  AND NOT EXISTS { MATCH ({{x}})-[:LINKED_TO]-(_l)<-[:USES]-(_h:Person)<-[:PROTECTS]-(:Order) }
