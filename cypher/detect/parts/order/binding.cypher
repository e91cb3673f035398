// name:     binding
// does:     From when an order bound its subject (`start`), once it was served, until when (`stop`, null
//           where no end is known): its end, the day it was ended, or replaced by a variation.
// takes:    subject, order

// What was served before it changed its status is read from the record's earlier versions; a later
// version of the same status corrects the earlier one.
OPTIONAL MATCH ({{order}})<-[:ABOUT]-(now:Record)
WHERE now.kind = 'order' AND now.reference = {{order}}.reference
OPTIONAL MATCH (h:Record {key: now.key})
WHERE h.status IN ['interim', 'made', 'varied'] AND h.service IN ['served', 'deemed']
  AND (h.status <> {{order}}.status OR {{order}}.status_at > datetime($as_of))
  AND h.recorded_at <= datetime($as_of)
WITH {{subject}}, {{order}},
  min(CASE WHEN h.id IS NOT NULL THEN coalesce(h.served_at, h.status_at, {{order}}.`from`) END)
    AS served_before,
  CASE WHEN {{order}}.status IN ['interim', 'made', 'varied', 'ended']
      AND {{order}}.service IN ['served', 'deemed']
      AND {{> known_by_then {{order}}.status_at}}
    THEN coalesce({{order}}.served_at, {{order}}.`from`, {{order}}.status_at) END AS served_now
WITH {{subject}}, {{order}},
  CASE WHEN served_now IS NULL OR served_before < served_now THEN served_before
    ELSE served_now END AS served
// Sought, refused or not served, it binds nobody.
WHERE served IS NOT NULL
// What replaced it binds in its stead, and has flags of its own: no act is against both.
OPTIONAL MATCH (later:Order)-[:REPLACES]->({{order}})
WHERE later.status IN ['interim', 'made', 'varied'] AND later.id <> {{order}}.id
WITH {{subject}}, {{order}}, served, min(coalesce(later.`from`, later.status_at)) AS replaced
WITH {{subject}}, {{order}},
  CASE WHEN {{order}}.`from` > served THEN {{order}}.`from` ELSE served END AS start,
  [x IN [{{order}}.until, CASE {{order}}.status WHEN 'ended' THEN {{order}}.status_at END, replaced]
    WHERE x IS NOT NULL] AS ends
WITH {{subject}}, {{order}}, start,
  reduce(stop = null, x IN ends | CASE WHEN stop IS NULL OR x < stop THEN x ELSE stop END) AS stop
// Served after it had run out, it never bound.
WHERE stop IS NULL OR start < stop
