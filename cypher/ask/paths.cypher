// name:     paths
// question: How are these two people tied, by at most four links?
// params:   from_id: str, to_id: str, max_links: int = 4, limit: int = 20, clearance: int
// returns:  links: int, steps: list[map], record_ids: list[str], level: int

// Each step is one link, or several beside each other (their types with commas between): type,
// start, end. Shortest first. The session leaves out a path through what victim safety keeps back
// (graph/access/victim_safety.py).
MATCH (a:Person {id: $from_id})
MATCH (b:Person {id: $to_id})
WHERE {{> cleared a}} AND {{> cleared b}} AND a.id <> b.id
MATCH p = (a)-[:SUSPECT_IN|VICTIM_OF|WITNESS_TO|REPORTED|INSTIGATED|INVOLVED_IN|POSSIBLY_BY|LIVES_AT|WORKS_AT|STUDIES_AT|WORKS_FOR|USES|DRIVES|LINKED_TO|CONTACTED|AT|INVOLVES|SUBJECT_OF|PROTECTS|ARISES_FROM|REPLACES|RELATED_TO*1..4]-(b)
WHERE length(p) <= $max_links
  AND {{> walked p}}
  AND none(x IN nodes(p)[1..-1] WHERE (x:Person AND (x.id = a.id OR x.id = b.id)))
WITH p,
  [r IN relationships(p) | {type: type(r),
    start_label: head(labels(startNode(r))), start_id: startNode(r).id,
    end_label: head(labels(endNode(r))), end_id: endNode(r).id}] AS steps,
  reduce(all = [], r IN relationships(p) |
    all + [x IN coalesce(r.records, []) WHERE NOT x IN all]) AS records,
  reduce(top = 0, r IN relationships(p) |
    CASE WHEN r.level > top THEN r.level ELSE top END) AS level
WITH length(p) AS links, steps, records, level,
  reduce(text = '', x IN nodes(p) | text + head(labels(x)) + ' ' + x.id + ' ') AS walk,
  reduce(text = '', s IN steps | text + s.start_id + ' ' + s.type + ' ' + s.end_id + ' ') AS shown
ORDER BY links, shown
// Several links between the same two are one step of one path, not a path each.
WITH walk, links, collect(steps) AS ways, collect(records) AS lists, max(level) AS level,
  min(shown) AS shown
WITH links, level, shown,
  [k IN range(0, links - 1) | {
    type: reduce(types = '', w IN ways | CASE
      WHEN types = '' THEN w[k].type
      WHEN w[k].type IN split(types, ', ') THEN types
      ELSE types + ', ' + w[k].type END),
    start_label: head(ways)[k].start_label, start_id: head(ways)[k].start_id,
    end_label: head(ways)[k].end_label, end_id: head(ways)[k].end_id}] AS steps,
  reduce(all = [], list IN lists | all + [x IN list WHERE NOT x IN all]) AS records
ORDER BY links, shown
LIMIT $limit
CALL (records) {
  UNWIND records AS id
  MATCH (c:Record {id: id})
  WHERE {{> cleared c}}
  WITH c.id AS record ORDER BY record
  RETURN collect(record) AS record_ids
}
RETURN links, steps, record_ids, level
ORDER BY links, shown
