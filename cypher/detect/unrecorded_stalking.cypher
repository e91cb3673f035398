// name:     unrecorded_stalking
// question: Which courses of conduct by a former partner are recorded as anything but stalking?
// anchor:   Person as suspect
// params:   min_occasions: int = 2, gap_minutes: int = 60, telling: list[str] = ['s2A(3)(a)',
//           's2A(3)(d)', 's2A(3)(e)', 's2A(3)(g)']
// returns:  suspect_id: str, victim_id: str, occasions: int, incidents: int, possible: int, rule:
//           str, acts: list[str], readings: list[str], rationales: list[str], graver: list[str],
//           counted: str, note: bool, incident_ids: list[str], first: datetime, last: datetime,
//           forces: list[str], classes: list[str], links: list[map]
// subjects: suspect_id, victim_id
// evidence: incident_ids, links
// reach:    2
// wakes:    -
// flag:     Consider stalking: {suspect_id} towards {victim_id}
// explain:  {occasions} separate occasions ({incidents} incidents) between {first} and {last} by a
//           former partner, recorded by {forces} as {classes}: no part is recorded as stalking,
//           nor is any included classification. The rule in force when they were recorded: {rule}
//           Acts among them that s2A(3) names: {acts}.
// against:  It may be read otherwise: {readings}. An officer's reason for harassment alone is
//           recorded, in these words: {rationales}. {counted} Recorded as such a graver crime:
//           {graver}. Incidents that name the suspect only as possible: {possible}.
// source:   The recording rules of 2014, 2018, 2020 and 2023 by the date of each recording
//           (graph/model/reference/recording.toml); Protection from Harassment Act 1997 s2A, s7; HMICFRS
//           on the super-complaint, recommendation 7

// Each report is held to the recording rule of its own date, by local midnight: since 2014 a course
// of conduct with acts of s2A(3) is stalking, since 2018 beside the gravest crime too, since 2020 a
// former partner's is by itself.
UNWIND $anchors AS id
// Former partners, or partners whose time together has ended. Of a stranger or a colleague the
// rule of 2020 says nothing, and theirs is a course of conduct, which has its own rule.
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
  WITH i, collect(a.attribution) AS hows,
    toLower(coalesce(i.rationale, '')) AS reason, toLower(coalesce(i.title, '') + ' '
      + coalesce(i.summary, '') + ' ' + coalesce(i.rationale, '')) AS words
  ORDER BY {{> ended i}}, i.id
  RETURN collect({
    {{> step i hows}}, recorded: i.recorded_at,
    // Acts that s2A(3) names, with how each is known. Following, watching, loitering and
    // monitoring are hardly harassment alone: one of them tells; of contact or damage it takes two.
    acts: [k IN range(0, size(coalesce(i.behaviours, [])) - 1)
      WHERE $ref.behaviours[i.behaviours[k]].act IS NOT NULL
      | i.behaviours[k] + coalesce(' (' + coalesce(i.behaviour_basis, [])[k] + ')', '')],
    telling: any(b IN coalesce(i.behaviours, []) WHERE $ref.behaviours[b].act IN $telling),
    graver: [c IN coalesce(i.offence_classes, []) WHERE any(code IN $ref.graver
      WHERE c = code OR c STARTS WITH code + '/')],
    // An officer's words, unless they are denied; what stands as a rationale, in a column of its
    // own or in the text, and speaks of harassment without a word of stalking is one too.
    reasons: [p IN $ref.rationales WHERE words CONTAINS p AND NOT words CONTAINS 'not ' + p | p]
      + [r IN [reason] + split(words, 'rationale')[1..]
        WHERE r CONTAINS 'harassment' AND NOT r CONTAINS 'stalking' | 'rationale: harassment']
    }) AS steps
}
WITH s, v, links, steps, {{> occasions steps}} AS occasions
// One occasion is no course of conduct (s7), whoever did it.
WHERE occasions >= $min_occasions
WITH s, v, links, steps, occasions,
  head([x IN steps | x.end]) + duration({minutes: $gap_minutes}) AS apart,
  reduce(latest = null, x IN [y IN steps WHERE size(y.reasons) > 0] | CASE
    WHEN latest IS NULL OR x.recorded > latest THEN x.recorded ELSE latest END) AS reasoned
// The rule must have been in force when an occasion after the first was recorded: nobody could
// have kept it before.
WITH s, v, links, steps, occasions, reasoned, [x IN steps WHERE x.start >= apart | {
  recorded: x.recorded, graver: x.graver,
  rules: [r IN $ref.recording_history WHERE x.recorded >= datetime(r.`from`)
    AND (r.until IS NULL OR x.recorded < datetime(r.until))
    AND (r.asks = 'former partner' OR (r.asks = 'acts'
      AND (any(y IN steps WHERE y.recorded <= x.recorded AND y.telling)
        OR size([y IN steps WHERE y.recorded <= x.recorded AND size(y.acts) > 0])
          >= $min_occasions)))],
  // Where one crime alone is recorded, a graver one stands for stalking too.
  alone: [r IN $ref.recording_history WHERE r.alone AND size(x.graver) > 0
    AND x.recorded >= datetime(r.`from`)
    AND (r.until IS NULL OR x.recorded < datetime(r.until))]}] AS later
WITH s, v, links, steps, occasions, reasoned, [x IN later WHERE size(x.rules) > 0] AS asked
WHERE size(asked) > 0
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
WITH s, v, links, steps, occasions, reasoned, asked, recorded
WHERE recorded = 0
WITH s, v, links, steps, occasions, reasoned, asked, last([x IN steps | x.recorded]) AS latest,
  [x IN steps WHERE x.recorded > reasoned] AS since
RETURN s.id AS suspect_id, v.id AS victim_id, occasions, size(steps) AS incidents,
  {{> possible_of steps}} AS possible,
  last([r IN last(asked).rules | r.title]) AS rule,
  reduce(a = [], x IN steps | a + [y IN x.acts WHERE NOT y IN a]) AS acts,
  // Since 5 April 2023 control after separation is another reading of the same facts.
  ['harassment in law only'] + [r IN $ref.recording_history
    WHERE r.code = 'control after separation' AND latest >= datetime(r.`from`)
    | 'controlling or coercive behaviour'] AS readings,
  reduce(a = [], x IN steps | a + [y IN x.reasons WHERE NOT y IN a]) AS rationales,
  reduce(a = [], x IN [y IN asked WHERE size(y.alone) > 0] |
    a + [y IN x.graver WHERE NOT y IN a]) AS graver,
  coalesce(last([r IN last([x IN asked WHERE size(x.alone) > 0 | x.alone]) | r.title]), '')
    AS counted,
  // A note, which asks for no answer: every report that should have been stalking is a graver
  // crime, or an officer gave a reason and what came after it is no course of conduct by itself.
  all(x IN asked WHERE size(x.alone) > 0)
    OR (reasoned IS NOT NULL AND {{> occasions since}} < $min_occasions) AS note,
  [x IN steps | x.id] AS incident_ids, {{> first_of steps}} AS first,
  last([x IN steps | x.end]) AS last, {{> forces_of steps}} AS forces,
  {{> classes_of steps}} AS classes, links
ORDER BY suspect_id, victim_id
