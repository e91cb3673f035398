// name:   nobodys_address
// does:   Leaves out an address that may be a victim's written another way, or of which nobody is
//         known where somebody was harmed, as graph/access/victim_safety.py does.
// takes:  x
// source: domain.md, victim safety
NOT EXISTS {
    MATCH (_m:Address {postcode: {{x}}.postcode})<-[:LIVES_AT]-(_h:Person)-[:VICTIM_OF]->(:Incident)
  }
  AND NOT EXISTS {
    MATCH (_m:Address {postcode: {{x}}.postcode})<-[:LIVES_AT]-(_h:Person)<-[:PROTECTS]-(:Order)
  }
  AND NOT EXISTS {
    MATCH (_m:Address {postcode: {{x}}.postcode})<-[:LIVES_AT]-(_h:Person)-[_k:RELATED_TO]-(_q:Person)-[:VICTIM_OF]->(:Incident)
    WHERE _k.kind IN ['lives with', 'housemate', 'partner', 'parent', 'child']
      AND NOT EXISTS { MATCH (_h)-[:SUSPECT_IN|INSTIGATED]->(:Incident)<-[:VICTIM_OF]-(_q) }
  }
  AND NOT EXISTS {
    MATCH (_m:Address {uprn: {{x}}.uprn})<-[:LIVES_AT|WORKS_AT|STUDIES_AT]-(_h:Person)-[:VICTIM_OF]->(:Incident)
  }
  AND NOT EXISTS {
    MATCH (_m:Address {uprn: {{x}}.uprn})<-[:LIVES_AT|WORKS_AT|STUDIES_AT]-(_h:Person)<-[:PROTECTS]-(:Order)
  }
  AND (EXISTS { MATCH ({{x}})<-[:LIVES_AT|WORKS_AT|STUDIES_AT]-(:Person) }
    OR (NOT EXISTS { MATCH ({{x}})<-[:AT]-(:Incident)<-[:VICTIM_OF|SUSPECT_IN|INSTIGATED]-(:Person) }
      AND NOT EXISTS { MATCH ({{x}})<-[:AT]-(:Incident)-[:POSSIBLY_BY]->(:Person) }))
