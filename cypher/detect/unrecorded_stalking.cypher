// name:     unrecorded_stalking
// question: Which courses of conduct by a former partner are recorded as anything but stalking?
// anchor:   Person as suspect
// params:   min_occasions: int = 2, gap_minutes: int = 60, asks: str = 'former partner means
//           stalking'
// returns:  suspect_id: str, victim_id: str, occasions: int, incidents: int, possible: int, rule:
//           str, acts: list[str], readings: list[str], counted: str, incident_ids: list[str],
//           first: datetime, last: datetime, forces: list[str], classes: list[str],
//           links: list[map]
// subjects: suspect_id, victim_id
// evidence: incident_ids, links
// reach:    2
// wakes:    -
// flag:     Consider stalking: {suspect_id} towards {victim_id}
// explain:  {occasions} separate occasions ({incidents} incidents) between {first} and {last} by a
//           former partner, recorded by {forces} as {classes}: no part is recorded as stalking,
//           included classifications too. The rule in force when they were recorded: {rule} Acts
//           among them that s2A(3) names: {acts}.
// against:  It may be read otherwise: {readings}. {counted} Incidents that name the suspect only
//           as possible: {possible}.
// source:   Recording rule of April 2020 (graph/model/reference/recording.toml); Protection from
//           Harassment Act 1997 s2A, s7; HMICFRS on the super-complaint, recommendation 7

// The recording rule of April 2020: a course of conduct by a former partner is stalking, unless it
// is harassment in law only.
UNWIND $anchors AS id
// Former partners, or partners whose time together has ended. Of a stranger or a colleague the
// rule says nothing: theirs is stalking by what was done.
MATCH (s:Person {id: id})-[t:RELATED_TO]-(v:Person)
WHERE (t.kind = 'former partner' OR (t.kind = 'partner' AND t.`to` <= datetime($as_of)))
  AND {{> known_by_then t.first_seen}}
WITH s, v, collect({{> cited t}}) AS links,
  min(CASE t.kind WHEN 'partner' THEN t.`to` ELSE t.`from` END) AS parted
CALL (s, v, parted) {
  MATCH (s)-[a:SUSPECT_IN|INSTIGATED]->(i:Incident)<-[:VICTIM_OF]-(v)
  WHERE {{> counts i}}
    // What was done before they parted was done by a partner.
    AND (parted IS NULL OR coalesce(i.occurred_to, i.recorded_at) > parted)
  WITH i, collect(a.attribution) AS hows
  ORDER BY {{> ended i}}, i.id
  RETURN collect({
    {{> step i hows}}, recorded: i.recorded_at,
    // Acts that s2A(3) names, with how each is known: told, and not asked for.
    acts: [k IN range(0, size(coalesce(i.behaviours, [])) - 1)
      WHERE $ref.behaviours[i.behaviours[k]].act IS NOT NULL
      | i.behaviours[k] + coalesce(' (' + coalesce(i.behaviour_basis, [])[k] + ')', '')]}) AS steps
}
WITH s, v, links, steps, {{> occasions steps}} AS occasions
// One occasion is no course of conduct (s7), whoever did it.
WHERE occasions >= $min_occasions
WITH s, v, links, steps, occasions,
  head([x IN steps | x.end]) + duration({minutes: $gap_minutes}) AS apart,
  [r IN $ref.recording_history WHERE r.code = $asks] AS rules,
  [r IN $ref.recording_history WHERE r.code = 'control after separation'] AS controls,
  [r IN $ref.recording_history WHERE r.code = 'gravest alone'] AS gravest
// The rule must have been in force when an occasion after the first was recorded: nobody could
// have kept it before.
WHERE any(x IN steps WHERE x.start >= apart AND any(r IN rules
  WHERE x.recorded >= datetime(r.`from`)
    AND (r.until IS NULL OR x.recorded < datetime(r.until))))
CALL (s, v) {
  // Stalking was recorded when any incident by this suspect in which the victim, or somebody
  // close, has a part is of a stalking class: the course stands under one of its reports.
  MATCH (s)-[:SUSPECT_IN|INSTIGATED]->(j:Incident)
  // A cancelled crime records nothing.
  WHERE {{> counts j}} AND {{> of_group j.offence_classes stalking}}
  MATCH (j)<-[:VICTIM_OF|REPORTED|WITNESS_TO|INVOLVED_IN]-(w:Person)
  WHERE w.id = v.id OR EXISTS { MATCH (w)-[t:RELATED_TO]-(v) WHERE {{> close_tie t}} }
  RETURN count(j) AS recorded
}
WITH s, v, links, steps, occasions, rules, controls, gravest, recorded
WHERE recorded = 0
WITH s, v, links, steps, occasions, rules, controls, gravest,
  last([x IN steps | x.recorded]) AS latest
RETURN s.id AS suspect_id, v.id AS victim_id, occasions, size(steps) AS incidents,
  {{> possible_of steps}} AS possible,
  coalesce(head([r IN rules | r.title]), $asks) AS rule,
  reduce(a = [], x IN steps | a + [y IN x.acts WHERE NOT y IN a]) AS acts,
  // Since 5 April 2023 control after separation is another reading of the same facts; since June
  // 2023 the gravest crime alone is counted, and stalking can stand behind it.
  ['harassment in law only'] + [r IN controls WHERE latest >= datetime(r.`from`)
    | 'controlling or coercive behaviour'] AS readings,
  coalesce(head([r IN gravest WHERE latest >= datetime(r.`from`) | r.title]), '') AS counted,
  [x IN steps | x.id] AS incident_ids, {{> first_of steps}} AS first,
  last([x IN steps | x.end]) AS last, {{> forces_of steps}} AS forces,
  {{> classes_of steps}} AS classes, links
ORDER BY suspect_id, victim_id
