"""The rows of every query, made from the headers by rows_of_headers.py."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, Protocol, TypedDict, overload

from graph.queries.query_file import Query


class AskCentralPeople(TypedDict):
    """A row of cypher/ask/central_people.cypher."""

    person_id: str
    name: str
    with_ids: list[str]


class AskCentralPeopleAdds(TypedDict):
    """What the measure of cypher/ask/central_people.cypher adds to a row."""

    links: int
    triangles: int
    between: float
    group: int


class AskDeliveries(TypedDict):
    """A row of cypher/ask/deliveries.cypher."""

    delivery_id: str
    force: str
    feed: str
    file_name: str
    extracted_at: str | None
    received_at: dt.datetime | None
    complete: bool
    records: int
    current: int


class AskDispositions(TypedDict):
    """A row of cypher/ask/dispositions.cypher."""

    flag: str
    kind: str
    who: str
    at: dt.datetime
    why: str
    until: str | None
    force: str | None


class AskFlags(TypedDict):
    """A row of cypher/ask/flags.cypher."""

    id: str
    rule: str
    subjects: list[str]
    state: str
    why: str
    sentence: str
    explanation: str
    against: str
    columns: str
    raised_at: dt.datetime
    changed_at: dt.datetime
    night: str
    owner: str | None
    due: str | None
    until: str | None
    record_ids: list[str]
    level: int


class AskIncidentsByPlace(TypedDict):
    """A row of cypher/ask/incidents_by_place.cypher."""

    address_id: str
    place: str
    postcode: str | None
    incidents: int
    forces: list[str]
    first: dt.datetime | None
    last: dt.datetime | None
    incident_ids: list[str]


class AskIncidentsByType(TypedDict):
    """A row of cypher/ask/incidents_by_type.cypher."""

    offence_class: str
    force: str
    incidents: int
    as_principal: int
    first: dt.datetime | None
    last: dt.datetime | None
    incident_ids: list[str]


class AskIncidentsByWeapon(TypedDict):
    """A row of cypher/ask/incidents_by_weapon.cypher."""

    weapon: str
    offence_class: str
    incidents: int
    forces: list[str]
    last: dt.datetime | None
    incident_ids: list[str]


class AskIncidentsSought(TypedDict):
    """A row of cypher/ask/incidents_sought.cypher."""

    label: str
    id: str
    props: dict[str, Any]
    people: list[dict[str, Any]]


class AskKeptBeside(TypedDict):
    """A row of cypher/ask/kept_beside.cypher."""

    record_id: str
    kind: str
    reference: str
    column: str
    incident_ids: list[str]
    person_ids: list[str]


class AskLookUp(TypedDict):
    """A row of cypher/ask/look_up.cypher."""

    label: str
    id: str
    name: str
    level: int
    record_ids: list[str]


class AskNames(TypedDict):
    """A row of cypher/ask/names.cypher."""

    id: str
    label: str
    name: str
    level: int


class AskNear(TypedDict):
    """A row of cypher/ask/near.cypher."""

    incident_id: str
    metres_away: int
    offence_classes: list[str]
    at: dt.datetime | None
    address_id: str | None
    place: str | None
    postcode: str | None


class AskNeighbourhood(TypedDict):
    """A row of cypher/ask/neighbourhood.cypher."""

    hop: int
    type: str
    start_label: str
    start_id: str
    end_label: str
    end_id: str
    record_ids: list[str]
    level: int


class AskOrdersSought(TypedDict):
    """A row of cypher/ask/orders_sought.cypher."""

    label: str
    id: str
    props: dict[str, Any]
    people: list[dict[str, Any]]


class AskOutcomes(TypedDict):
    """A row of cypher/ask/outcomes.cypher."""

    force: str
    year: int
    outcome: str
    incidents: int
    share: float | None
    incident_ids: list[str]


class AskPaths(TypedDict):
    """A row of cypher/ask/paths.cypher."""

    links: int
    steps: list[dict[str, Any]]
    record_ids: list[str]
    level: int


class AskPeople(TypedDict):
    """A row of cypher/ask/people.cypher."""

    person_id: str
    name: str
    birth: str | None
    incidents: int
    forces: list[str]
    nominals: list[str]
    occupations: list[str]


class AskRepeatSuspects(TypedDict):
    """A row of cypher/ask/repeat_suspects.cypher."""

    person_id: str
    name: str
    incidents: int
    victims: int
    victims_at_most: int
    forces: list[str]
    possible: int
    first: dt.datetime | None
    last: dt.datetime | None
    incident_ids: list[str]
    possibly_same_person_ids: list[str]


class AskTimeline(TypedDict):
    """A row of cypher/ask/timeline.cypher."""

    at: dt.datetime | None
    until: dt.datetime | None
    kind: str
    role: str
    event_id: str
    what: list[str]
    with_ids: list[str]
    record_ids: list[str]
    level: int


class DetectAliasAccounts(TypedDict):
    """A row of cypher/detect/alias_accounts.cypher."""

    account_ids: list[str]
    accounts: int
    via: list[str]
    victim_ids: list[str]
    handovers: int
    overlaps: int
    suspect_ids: list[str]
    user_ids: list[str]
    other_accounts: int
    incident_ids: list[str]
    incidents: int
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class DetectChargedAsLesser(TypedDict):
    """A row of cypher/detect/charged_as_lesser.cypher."""

    suspect_id: str
    victim_id: str
    closed: int
    in_full: int
    possible: int
    incident_ids: list[str]
    full_incident_ids: list[str]
    closed_at: dt.datetime | None
    forces: list[str]
    classes: list[str]


class DetectCourseOfConduct(TypedDict):
    """A row of cypher/detect/course_of_conduct.cypher."""

    suspect_id: str
    victim_id: str
    occasions: int
    incidents: int
    direct: int
    possible: int
    limb: str
    doubt: str
    doubted_victim_ids: list[str]
    close_ids: list[str]
    proxy_ids: list[str]
    incident_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class DetectCrossForceSuspect(TypedDict):
    """A row of cypher/detect/cross_force_suspect.cypher."""

    suspect_id: str
    forces: list[str]
    occasions: int
    incidents: int
    victims: int
    counted: str
    doubted_victim_ids: list[str]
    possible: int
    incident_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    classes: list[str]
    links: list[dict[str, Any]]


class DetectDisclosureQuestion(TypedDict):
    """A row of cypher/detect/disclosure_question.cypher."""

    suspect_id: str
    partner_id: str
    victims: int
    counted: str
    doubted_victim_ids: list[str]
    occasions: int
    incidents: int
    possible: int
    partner_incidents: int
    incident_ids: list[str]
    partner_incident_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    since: dt.datetime
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class DetectEscalation(TypedDict):
    """A row of cypher/detect/escalation.cypher."""

    suspect_id: str
    victim_id: str
    incidents: int
    possible: int
    steps: list[dict[str, Any]]
    custody: list[dict[str, Any]]
    breaks: list[dict[str, Any]]
    incident_ids: list[str]
    order_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]


class DetectEscalationAdds(TypedDict):
    """What the measure of cypher/detect/escalation.cypher adds to a row."""

    changes: list[str]
    occasions: int
    days_before: float | None
    days_now: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    graver: str
    new_behaviours: list[str]
    history: str
    taken_out: str
    custody_days: int


class DetectFollowsTheMove(TypedDict):
    """A row of cypher/detect/follows_the_move.cypher."""

    suspect_id: str
    victim_id: str
    ways: list[str]
    acts: int
    contacts: list[dict[str, Any]]
    first_known: dt.datetime
    left: dt.datetime
    arrived: dt.datetime
    followed: dt.datetime
    days_after: int
    unknown_days: int
    incident_ids: list[str]
    new_incident_ids: list[str]
    incidents: int
    possible: int
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class DetectNeighbourDispute(TypedDict):
    """A row of cypher/detect/neighbour_dispute.cypher."""

    person_ids: list[str]
    people: int
    houses: int
    incidents: int
    accused_person_id: str
    named: int
    possible: int
    incident_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class DetectOnNotice(TypedDict):
    """A row of cypher/detect/on_notice.cypher."""

    suspect_id: str
    order_id: str
    notice: str
    possibly: bool
    events: int
    possible: int
    overlapping: int
    ways: list[str]
    incident_ids: list[str]
    contacts: list[dict[str, Any]]
    certain: list[str]
    proxy_ids: list[str]
    classes: list[str]
    start: dt.datetime
    until: dt.datetime | None
    first: dt.datetime
    last: dt.datetime
    links: list[dict[str, Any]]


class DetectOrderBreach(TypedDict):
    """A row of cypher/detect/order_breach.cypher."""

    suspect_id: str
    order_id: str
    what: str
    verdict: str
    possibly: bool
    events: int
    possible: int
    overlapping: int
    ways: list[str]
    incident_ids: list[str]
    contacts: list[dict[str, Any]]
    certain: list[str]
    proxy_ids: list[str]
    classes: list[str]
    unconsidered: str
    law: str
    start: dt.datetime
    until: dt.datetime | None
    first: dt.datetime
    last: dt.datetime
    links: list[dict[str, Any]]


class DetectProtectionGap(TypedDict):
    """A row of cypher/detect/protection_gap.cypher."""

    suspect_id: str
    victim_id: str
    gaps: list[str]
    occasions: int
    incidents: int
    closed: int
    overdue: int
    charged: int
    possible: int
    grave: list[str]
    bail_until: dt.datetime | None
    limit_at: dt.datetime | None
    no_order: str
    incident_ids: list[str]
    penalised_incident_ids: list[str]
    order_ids: list[str]
    forbidding_order_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]


class DetectReciprocalAllegation(TypedDict):
    """A row of cypher/detect/reciprocal_allegation.cypher."""

    person_ids: list[str]
    first_victim_id: str | None
    incidents: int
    there_ids: list[str]
    back_ids: list[str]
    incident_ids: list[str]
    days: int
    possible: int
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]


class DetectSerialPerpetrator(TypedDict):
    """A row of cypher/detect/serial_perpetrator.cypher."""

    suspect_id: str
    victim_ids: list[str]
    victims: int
    counted: str
    doubted_victim_ids: list[str]
    occasions: int
    incidents: int
    possible: int
    incident_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class DetectThirdPartyTargets(TypedDict):
    """A row of cypher/detect/third_party_targets.cypher."""

    suspect_id: str
    victim_id: str
    close_ids: list[str]
    organisation_ids: list[str]
    ties: list[str]
    property: int
    direct: int
    third: int
    occasions: int
    possible: int
    incident_ids: list[str]
    third_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class DetectUnknownSuspect(TypedDict):
    """A row of cypher/detect/unknown_suspect.cypher."""

    incident_ids: list[str]
    suspect_id: str | None
    via: list[str]
    rarity: int
    weight: float
    probability: float
    same_victim: int
    incidents: int
    victim_ids: list[str]
    other_incident_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class DetectUnrecordedStalking(TypedDict):
    """A row of cypher/detect/unrecorded_stalking.cypher."""

    suspect_id: str
    victim_id: str
    occasions: int
    incidents: int
    possible: int
    rule: str
    acts: list[str]
    readings: list[str]
    rationales: list[str]
    graver: list[str]
    counted: str
    note: bool
    incident_ids: list[str]
    first: dt.datetime
    last: dt.datetime
    forces: list[str]
    classes: list[str]
    links: list[dict[str, Any]]


class SystemAccessBeside(TypedDict):
    """A row of cypher/system/access/beside.cypher."""

    person: str
    other: str
    household: bool


class SystemAccessHappened(TypedDict):
    """A row of cypher/system/access/happened.cypher."""

    id: str
    victims: list[str]


class SystemAccessHarm(TypedDict):
    """A row of cypher/system/access/harm.cypher."""

    victim: str
    other: str | None
    by_order: bool
    events: int
    first: dt.datetime | None


class SystemAccessLookedAt(TypedDict):
    """A row of cypher/system/access/looked_at.cypher."""

    id: str
    names: list[str]
    forces: list[str]
    references: list[str]
    flagged: dt.datetime | None


class SystemAccessMarks(TypedDict):
    """A row of cypher/system/access/marks.cypher."""

    label: str
    id: str
    event: str
    victims: list[str]


class SystemAccessNamed(TypedDict):
    """A row of cypher/system/access/named.cypher."""

    label: str
    id: str
    harmed: bool
    people: list[str]


class SystemAccessSide(TypedDict):
    """A row of cypher/system/access/side.cypher."""

    person: str
    unnamed: bool
    victims: list[str]


class SystemAccessTies(TypedDict):
    """A row of cypher/system/access/ties.cypher."""

    label: str
    id: str
    tie: str
    person: str


class SystemDeliveriesFind(TypedDict):
    """A row of cypher/system/deliveries/find.cypher."""

    id: str
    file_name: str
    force: str
    complete: bool
    rows: int | None
    records: int | None
    rejects: int | None
    extracted_at: str | None
    mapping: str | None


class SystemDeliveriesListed(TypedDict):
    """A row of cypher/system/deliveries/listed.cypher."""

    id: str
    force: str
    feed: str | None
    file_name: str
    received_at: dt.datetime | None
    extracted_at: str | None
    rows: int | None
    records: int | None
    rejects: int | None
    complete: bool


class SystemDeliveriesRecords(TypedDict):
    """A row of cypher/system/deliveries/records.cypher."""

    id: str
    key: str


class SystemDeliveriesSole(TypedDict):
    """A row of cypher/system/deliveries/sole.cypher."""

    id: str


class SystemDeliveriesUnplaced(TypedDict):
    """A row of cypher/system/deliveries/unplaced.cypher."""

    id: str
    key: str


class SystemElementsAllLinks(TypedDict):
    """A row of cypher/system/elements/all_links.cypher."""

    start: str
    end: str
    props: dict[str, Any]


class SystemElementsAllNodes(TypedDict):
    """A row of cypher/system/elements/all_nodes.cypher."""

    id: str
    props: dict[str, Any]


class SystemElementsAnchors(TypedDict):
    """A row of cypher/system/elements/anchors.cypher."""

    id: str


class SystemElementsAttributed(TypedDict):
    """A row of cypher/system/elements/attributed.cypher."""

    start: str
    end: str
    props: dict[str, Any]


class SystemElementsAttributions(TypedDict):
    """A row of cypher/system/elements/attributions.cypher."""

    incident: str
    person: str
    probability: float | None


class SystemElementsDates(TypedDict):
    """A row of cypher/system/elements/dates.cypher."""

    label: str
    id: str
    dates: list[str | None]


class SystemElementsEventLevels(TypedDict):
    """A row of cypher/system/elements/event_levels.cypher."""

    id: str
    level: int
    compartments: list[str]
    type: str | None
    other: str | None
    link_level: int | None
    link_compartments: list[str]


class SystemElementsHappened(TypedDict):
    """A row of cypher/system/elements/happened.cypher."""

    incidents: int


class SystemElementsHappenings(TypedDict):
    """A row of cypher/system/elements/happenings.cypher."""

    id: str
    props: dict[str, Any]
    suspects: list[str]


class SystemElementsLatest(TypedDict):
    """A row of cypher/system/elements/latest.cypher."""

    id: str
    props: dict[str, Any]


class SystemElementsNear(TypedDict):
    """A row of cypher/system/elements/near.cypher."""

    id: str
    types: list[str]
    labels: list[str]
    near: list[str]


class SystemElementsNearByContact(TypedDict):
    """A row of cypher/system/elements/near_by_contact.cypher."""

    id: str
    label: str
    near: str


class SystemElementsReports(TypedDict):
    """A row of cypher/system/elements/reports.cypher."""

    id: str
    force: str
    recorded_at: dt.datetime


class SystemElementsShakenLinks(TypedDict):
    """A row of cypher/system/elements/shaken_links.cypher."""

    type: str
    start_label: str
    start: str
    end_label: str
    end: str
    key: str
    records: list[str]


class SystemElementsShakenNodes(TypedDict):
    """A row of cypher/system/elements/shaken_nodes.cypher."""

    label: str
    id: str
    rank: str | None
    others: list[str]


class SystemElementsSolved(TypedDict):
    """A row of cypher/system/elements/solved.cypher."""

    suspect: str
    incidents: list[str]


class SystemElementsSuspects(TypedDict):
    """A row of cypher/system/elements/suspects.cypher."""

    id: str


class SystemElementsSuspectsAmong(TypedDict):
    """A row of cypher/system/elements/suspects_among.cypher."""

    id: str


class SystemElementsTold(TypedDict):
    """A row of cypher/system/elements/told.cypher."""

    id: str
    props: dict[str, Any]


class SystemErasureBrought(TypedDict):
    """A row of cypher/system/erasure/brought.cypher."""

    delivery: str


class SystemErasureContents(TypedDict):
    """A row of cypher/system/erasure/contents.cypher."""

    id: str
    content: str


class SystemErasureDeliveries(TypedDict):
    """A row of cypher/system/erasure/deliveries.cypher."""

    id: str


class SystemErasureKept(TypedDict):
    """A row of cypher/system/erasure/kept.cypher."""

    id: str
    key: str


class SystemErasureKeyed(TypedDict):
    """A row of cypher/system/erasure/keyed.cypher."""

    id: str
    key: str


class SystemErasureMentioning(TypedDict):
    """A row of cypher/system/erasure/mentioning.cypher."""

    id: str


class SystemErasureOnlyFrom(TypedDict):
    """A row of cypher/system/erasure/only_from.cypher."""

    id: str


class SystemErasureSources(TypedDict):
    """A row of cypher/system/erasure/sources.cypher."""

    id: str
    content: str
    delivery: str
    extracted_at: str
    places: list[str]


class SystemErasureSupported(TypedDict):
    """A row of cypher/system/erasure/supported.cypher."""

    id: str
    records: list[str]


class SystemFlagsAbout(TypedDict):
    """A row of cypher/system/flags/about.cypher."""

    id: str
    rule: str
    subjects: list[str]
    subject_roles: list[str]
    subject_labels: list[str]
    state: str
    joined: str | None
    raised_at: dt.datetime


class SystemFlagsAdrift(TypedDict):
    """A row of cypher/system/flags/adrift.cypher."""

    id: str


class SystemFlagsBefore(TypedDict):
    """A row of cypher/system/flags/before.cypher."""

    id: str
    rule: str
    subjects: list[str]
    state: str
    evidence: list[str]
    columns: str
    level: int
    compartments: list[str]
    why: str | None
    before: str | None
    raised_at: dt.datetime | None
    said: str | None
    kind: str | None
    until: str | None
    said_of: list[str] | None
    due: str | None
    before_judgement: str | None


class SystemFlagsById(TypedDict):
    """A row of cypher/system/flags/by_id.cypher."""

    id: str
    rule: str
    subjects: list[str]
    state: str
    evidence: list[str]
    columns: str
    level: int
    compartments: list[str]
    why: str | None
    before: str | None
    raised_at: dt.datetime | None
    said: str | None
    kind: str | None
    until: str | None
    said_of: list[str] | None
    due: str | None
    before_judgement: str | None


class SystemFlagsDeferred(TypedDict):
    """A row of cypher/system/flags/deferred.cypher."""

    id: str
    rule: str
    until: str


class SystemFlagsDispositionsAll(TypedDict):
    """A row of cypher/system/flags/dispositions_all.cypher."""

    id: str
    flag: str
    said: str
    who: str
    at: dt.datetime
    why: str
    until: str | None
    force: str | None
    evidence: list[str]
    digests: list[str]
    answer: str
    rule: str
    state: str
    follows: str | None
    subjects: list[str] | None


class SystemFlagsJoinedWith(TypedDict):
    """A row of cypher/system/flags/joined_with.cypher."""

    id: str


class SystemFlagsLoose(TypedDict):
    """A row of cypher/system/flags/loose.cypher."""

    id: str


class SystemFlagsMoved(TypedDict):
    """A row of cypher/system/flags/moved.cypher."""

    id: str
    formerly: list[str] | None
    joined: str | None
    subjects: list[str]
    subject_roles: list[str]
    subject_labels: list[str]
    state: str
    before: str | None


class SystemFlagsNamed(TypedDict):
    """A row of cypher/system/flags/named.cypher."""

    id: str


class SystemFlagsOfAnchors(TypedDict):
    """A row of cypher/system/flags/of_anchors.cypher."""

    id: str
    rule: str
    subjects: list[str]
    state: str
    evidence: list[str]
    columns: str
    level: int
    compartments: list[str]
    why: str | None
    before: str | None
    raised_at: dt.datetime | None
    said: str | None
    kind: str | None
    until: str | None
    said_of: list[str] | None
    due: str | None
    before_judgement: str | None
    about: list[str]
    roles: list[str]


class SystemFlagsOrphaned(TypedDict):
    """A row of cypher/system/flags/orphaned.cypher."""

    id: str
    rule: str
    subjects: list[str]
    subject_roles: list[str]
    subject_labels: list[str]
    state: str
    joined: str | None
    raised_at: dt.datetime
    formerly: list[str] | None


class SystemFlagsRanks(TypedDict):
    """A row of cypher/system/flags/ranks.cypher."""

    id: str
    reports: int
    orders: list[str]


class SystemFlagsSaid(TypedDict):
    """A row of cypher/system/flags/said.cypher."""

    id: str
    state: str
    at: dt.datetime | None


class SystemFlagsSince(TypedDict):
    """A row of cypher/system/flags/since.cypher."""

    id: str
    rule: str
    state: str
    owner: str
    due: str | None
    level: int
    compartments: list[str]


class SystemFlagsStanding(TypedDict):
    """A row of cypher/system/flags/standing.cypher."""

    id: str
    rule: str
    state: str
    subjects: list[str]
    subject_labels: list[str]
    subject_roles: list[str]
    columns: str
    raised_at: dt.datetime


class SystemFlagsTies(TypedDict):
    """A row of cypher/system/flags/ties.cypher."""

    id: str
    state: str
    subjects: list[str]
    subject_roles: list[str]
    subject_labels: list[str]
    evidence: list[str]


class SystemFlagsTiesOf(TypedDict):
    """A row of cypher/system/flags/ties_of.cypher."""

    id: str
    subjects: list[str]
    subject_roles: list[str]
    subject_labels: list[str]
    evidence: list[str]


class SystemFlagsUntied(TypedDict):
    """A row of cypher/system/flags/untied.cypher."""

    id: str
    rule: str
    subjects: list[str]
    state: str
    evidence: list[str]
    columns: str
    level: int
    compartments: list[str]
    why: str | None
    before: str | None
    raised_at: dt.datetime | None
    said: str | None
    kind: str | None
    until: str | None
    said_of: list[str] | None
    due: str | None
    before_judgement: str | None


class SystemJudgementsAll(TypedDict):
    """A row of cypher/system/judgements/all.cypher."""

    id: str
    a: str
    b: str
    same: bool
    who: str
    at: str
    why: str
    withdrawn: bool


class SystemJudgementsOne(TypedDict):
    """A row of cypher/system/judgements/one.cypher."""

    id: str
    a: str
    b: str
    same: bool
    who: str
    at: str
    why: str
    withdrawn: bool


class SystemJudgementsResting(TypedDict):
    """A row of cypher/system/judgements/resting.cypher."""

    judgements: int


class SystemJudgementsWithdrawals(TypedDict):
    """A row of cypher/system/judgements/withdrawals.cypher."""

    id: str
    of: str
    who: str
    at: str
    why: str


class SystemKeepingClaimed(TypedDict):
    """A row of cypher/system/keeping/claimed.cypher."""

    folder: str
    half_made: bool | None


class SystemMentionsAll(TypedDict):
    """A row of cypher/system/mentions/all.cypher."""

    id: str
    active: bool
    force: str | None
    nominal: str | None
    forename: str | None
    middle: str | None
    surname: str | None
    other_names: list[str]
    birth: str | None
    birth_precision: str | None
    birth_digits: str | None
    birth_refused: str | None
    birth_place: str | None
    occupation: str | None
    roll: str | None
    phones: list[str]
    emails: list[str]
    accounts: list[str]
    addresses: list[str]
    streets: list[str]
    localities: list[str]
    postcodes: list[str]


class SystemMentionsIds(TypedDict):
    """A row of cypher/system/mentions/ids.cypher."""

    id: str


class SystemMentionsKnown(TypedDict):
    """A row of cypher/system/mentions/known.cypher."""

    id: str


class SystemMentionsNear(TypedDict):
    """A row of cypher/system/mentions/near.cypher."""

    mention: str
    person: str | None
    stale: bool
    level: int
    compartments: list[str]
    name: str | None
    other_names: list[str]
    birth: str | None
    birth_precision: str | None
    linked: list[dict[str, Any]]
    words: list[dict[str, Any]]
    threshold: int
    floor: int
    ceiling: int


class SystemMentionsOfRecords(TypedDict):
    """A row of cypher/system/mentions/of_records.cypher."""

    id: str
    person: str | None
    records: list[str]


class SystemMentionsOneStale(TypedDict):
    """A row of cypher/system/mentions/one_stale.cypher."""

    id: str


class SystemMentionsPeople(TypedDict):
    """A row of cypher/system/mentions/people.cypher."""

    mentions: list[str]
    people: list[str]


class SystemMentionsRecords(TypedDict):
    """A row of cypher/system/mentions/records.cypher."""

    content: str
    mentions: list[str]
    people: list[str]


class SystemMentionsResemblesAll(TypedDict):
    """A row of cypher/system/mentions/resembles_all.cypher."""

    a: str
    b: str
    rule: str
    weight: float


class SystemMentionsResemblesOf(TypedDict):
    """A row of cypher/system/mentions/resembles_of.cypher."""

    a: list[str]
    b: list[str]
    weight: list[float]
    rule: list[str]
    model: list[str]
    doubt: list[bool]
    total: list[float]


class SystemMentionsResolution(TypedDict):
    """A row of cypher/system/mentions/resolution.cypher."""

    model: str
    stamp: str
    threshold: int
    floor: int
    ceiling: int
    went: bool
    derived: int
    listed: bool


class SystemMentionsStale(TypedDict):
    """A row of cypher/system/mentions/stale.cypher."""

    id: str
    active: bool
    force: str | None
    nominal: str | None
    forename: str | None
    middle: str | None
    surname: str | None
    other_names: list[str]
    birth: str | None
    birth_precision: str | None
    birth_digits: str | None
    birth_refused: str | None
    birth_place: str | None
    occupation: str | None
    roll: str | None
    phones: list[str]
    emails: list[str]
    accounts: list[str]
    addresses: list[str]
    streets: list[str]
    localities: list[str]
    postcodes: list[str]


class SystemMentionsStaleAmong(TypedDict):
    """A row of cypher/system/mentions/stale_among.cypher."""

    id: str
    active: bool
    force: str | None
    nominal: str | None
    forename: str | None
    middle: str | None
    surname: str | None
    other_names: list[str]
    birth: str | None
    birth_precision: str | None
    birth_digits: str | None
    birth_refused: str | None
    birth_place: str | None
    occupation: str | None
    roll: str | None
    phones: list[str]
    emails: list[str]
    accounts: list[str]
    addresses: list[str]
    streets: list[str]
    localities: list[str]
    postcodes: list[str]


class SystemMentionsTruth(TypedDict):
    """A row of cypher/system/mentions/truth.cypher."""

    id: str
    record: str
    person: str | None
    sex: str | None
    ethnicity: str | None
    birth: str | None


class SystemMentionsWaiting(TypedDict):
    """A row of cypher/system/mentions/waiting.cypher."""

    id: str


class SystemNightsBefore(TypedDict):
    """A row of cypher/system/nights/before.cypher."""

    as_of: dt.datetime


class SystemNightsLast(TypedDict):
    """A row of cypher/system/nights/last.cypher."""

    id: str
    as_of: dt.datetime
    rules: str | None


class SystemNightsListed(TypedDict):
    """A row of cypher/system/nights/listed.cypher."""

    id: str
    as_of: dt.datetime
    deliveries: list[str]
    rows: int | None
    records: int | None
    rejects: int | None
    people: int | None
    flags: str | None
    seconds: str | None


class SystemPeopleDoubts(TypedDict):
    """A row of cypher/system/people/doubts.cypher."""

    a: str
    b: str
    weight: float
    level: int
    compartments: list[str]
    person_a: str
    person_b: str


class SystemPeopleKnown(TypedDict):
    """A row of cypher/system/people/known.cypher."""

    id: str


class SystemPeopleLinks(TypedDict):
    """A row of cypher/system/people/links.cypher."""

    type: str
    start_label: str
    start: str
    end_label: str
    end: str
    key: str
    props: dict[str, Any]


class SystemPeopleMembers(TypedDict):
    """A row of cypher/system/people/members.cypher."""

    person: str
    mention: str


class SystemPeopleMentions(TypedDict):
    """A row of cypher/system/people/mentions.cypher."""

    person: str
    new: bool
    mention: str
    level: int
    compartments: list[str]
    name: str | None
    other_names: list[str]
    birth: str | None
    birth_precision: str | None


class SystemPeopleOneKnown(TypedDict):
    """A row of cypher/system/people/one_known.cypher."""

    known: bool


class SystemPeopleParted(TypedDict):
    """A row of cypher/system/people/parted.cypher."""

    id: str
    of: str


class SystemPeoplePossiblySame(TypedDict):
    """A row of cypher/system/people/possibly_same.cypher."""

    start: str
    end: str
    weight: float
    level: int
    compartments: list[str]


class SystemPeopleRetired(TypedDict):
    """A row of cypher/system/people/retired.cypher."""

    id: str
    successor: str
    members: list[str]


class SystemPeopleStale(TypedDict):
    """A row of cypher/system/people/stale.cypher."""

    person: str
    mention: str


class SystemPeopleStaleAmong(TypedDict):
    """A row of cypher/system/people/stale_among.cypher."""

    person: str
    mention: str


class SystemPeopleSuccessors(TypedDict):
    """A row of cypher/system/people/successors.cypher."""

    id: str
    successor: str


class SystemPeopleThere(TypedDict):
    """A row of cypher/system/people/there.cypher."""

    id: str


class SystemRecordsCompartments(TypedDict):
    """A row of cypher/system/records/compartments.cypher."""

    name: str


class SystemRecordsContent(TypedDict):
    """A row of cypher/system/records/content.cypher."""

    id: str
    content: str


class SystemRecordsContents(TypedDict):
    """A row of cypher/system/records/contents.cypher."""

    id: str
    key: str
    content: str
    current: bool


class SystemRecordsForces(TypedDict):
    """A row of cypher/system/records/forces.cypher."""

    record: str
    force: str | None
    at: dt.datetime | None


class SystemRecordsKeys(TypedDict):
    """A row of cypher/system/records/keys.cypher."""

    key: str


class SystemRecordsLevels(TypedDict):
    """A row of cypher/system/records/levels.cypher."""

    record: str
    level: int
    compartments: list[str]
    current: bool


class SystemRecordsReplay(TypedDict):
    """A row of cypher/system/records/replay.cypher."""

    key: str
    version: str
    id: str
    extracted_at: str
    content: str


class SystemRecordsSupports(TypedDict):
    """A row of cypher/system/records/supports.cypher."""

    id: str
    record: str
    level: int
    compartments: list[str]


class SystemRecordsVersions(TypedDict):
    """A row of cypher/system/records/versions.cypher."""

    key: str
    id: str
    version: str
    withdrawn: bool
    current: bool
    extracted_at: str


class SystemRereadingHere(TypedDict):
    """A row of cypher/system/rereading/here.cypher."""

    id: str


class SystemSharingEmployers(TypedDict):
    """A row of cypher/system/sharing/employers.cypher."""

    name: str


class SystemSharingFlags(TypedDict):
    """A row of cypher/system/sharing/flags.cypher."""

    id: str
    rule: str
    state: str
    level: int
    compartments: list[str]
    raised_at: dt.datetime
    subjects: list[str]
    labels: list[str]
    rests_on: list[str]


class SystemSharingOthers(TypedDict):
    """A row of cypher/system/sharing/others.cypher."""

    person: str
    name: str | None
    forename: str | None
    surname: str | None
    other_names: list[str]
    streets: list[str]
    localities: list[str]


class SystemSharingRecords(TypedDict):
    """A row of cypher/system/sharing/records.cypher."""

    mention: str
    person: str | None
    record: str
    parties: list[dict[str, Any]]


class SystemSharingShares(TypedDict):
    """A row of cypher/system/sharing/shares.cypher."""

    id: str
    mentions: list[str]
    sections: list[str]
    cleared: list[str]
    account: str
    organisation: str
    who: str
    at: str
    why: str
    until: str
    withdrawn_at: str | None
    withdrawn_by: str | None
    withdrawn_why: str | None


class ViewElementsHappenings(TypedDict):
    """A row of cypher/view/elements/happenings.cypher."""

    label: str
    id: str
    props: dict[str, Any]
    suspects: list[str]


class ViewElementsKnown(TypedDict):
    """A row of cypher/view/elements/known.cypher."""

    label: str
    id: str
    props: dict[str, Any]


class ViewElementsLinks(TypedDict):
    """A row of cypher/view/elements/links.cypher."""

    label: str
    id: str
    type: str
    key: str
    outward: bool
    other_label: str
    other_id: str
    props: dict[str, Any]
    total: int


class ViewElementsPeople(TypedDict):
    """A row of cypher/view/elements/people.cypher."""

    label: str
    id: str
    person: str
    name: str | None
    birth: str | None
    role: str
    total: int


class ViewElementsSpots(TypedDict):
    """A row of cypher/view/elements/spots.cypher."""

    incident_id: str
    address_id: str | None
    latitude: float | None
    longitude: float | None
    locality: str | None
    postcode: str | None


class ViewElementsUsers(TypedDict):
    """A row of cypher/view/elements/users.cypher."""

    label: str
    id: str
    people: int


class ViewFlagsAbout(TypedDict):
    """A row of cypher/view/flags/about.cypher."""

    id: str
    rule: str
    subjects: list[str]
    state: str
    why: str
    sentence: str
    explanation: str
    against: str
    columns: str
    raised_at: dt.datetime
    changed_at: dt.datetime
    night: str
    owner: str | None
    due: str | None
    until: str | None
    record_ids: list[str]
    level: int


class ViewFlagsBeside(TypedDict):
    """A row of cypher/view/flags/beside.cypher."""

    person_id: str
    rules: list[str]


class ViewFlagsById(TypedDict):
    """A row of cypher/view/flags/by_id.cypher."""

    id: str
    rule: str
    subjects: list[str]
    state: str
    why: str
    sentence: str
    explanation: str
    against: str
    columns: str
    raised_at: dt.datetime
    changed_at: dt.datetime
    night: str
    owner: str | None
    due: str | None
    until: str | None
    record_ids: list[str]
    level: int


class ViewFlagsFacets(TypedDict):
    """A row of cypher/view/flags/facets.cypher."""

    rule: str
    state: str
    owner: str
    forces: list[str]
    due: str
    fresh: bool
    tonight: bool
    flags: int


class ViewFlagsFind(TypedDict):
    """A row of cypher/view/flags/find.cypher."""

    id: str
    rule: str
    state: str
    evidence: list[str]
    columns: str
    disposition: str | None


class ViewFlagsQueue(TypedDict):
    """A row of cypher/view/flags/queue.cypher."""

    id: str
    rule: str
    subjects: list[str]
    state: str
    why: str
    sentence: str
    explanation: str
    against: str
    columns: str
    raised_at: dt.datetime
    changed_at: dt.datetime
    night: str
    owner: str | None
    due: str | None
    until: str | None
    record_ids: list[str]
    level: int
    place: str


class ViewFlagsSeen(TypedDict):
    """A row of cypher/view/flags/seen.cypher."""

    flag: str


class ViewIdentityJudgements(TypedDict):
    """A row of cypher/view/identity/judgements.cypher."""

    id: str
    a: str
    b: str
    same: bool
    who: str
    at: str
    why: str
    withdrawn: bool


class ViewIdentityPossible(TypedDict):
    """A row of cypher/view/identity/possible.cypher."""

    a: str
    b: str
    weight: float
    rule: str
    person_a: str
    person_b: str


class ViewIdentityReach(TypedDict):
    """A row of cypher/view/identity/reach.cypher."""

    id: str
    mentions: int
    suspect: bool


class ViewIdentityResemblances(TypedDict):
    """A row of cypher/view/identity/resemblances.cypher."""

    a: str
    b: str
    weight: float
    rule: str
    model: str
    levels: list[str]
    bits: list[float]


class ViewIdentityWho(TypedDict):
    """A row of cypher/view/identity/who.cypher."""

    asked: str
    mention: str
    person: str | None
    name: str | None
    birth: str | None
    force: str | None
    phones: list[str]
    accounts: list[str]
    addresses: list[str]


class ViewNightsArrived(TypedDict):
    """A row of cypher/view/nights/arrived.cypher."""

    delivery_id: str
    force: str
    file_name: str
    records: int
    refused: int


class ViewNightsChanges(TypedDict):
    """A row of cypher/view/nights/changes.cypher."""

    state: str
    rule: str
    why: str
    flags: int


class ViewOversightAnswers(TypedDict):
    """A row of cypher/view/oversight/answers.cypher."""

    rule: str
    force: str
    state: str
    sexes: list[str]
    ethnicities: list[str]
    flags: int


class ViewOversightIncidents(TypedDict):
    """A row of cypher/view/oversight/incidents.cypher."""

    force: str
    year: int
    classes: list[str]
    outcome: str
    plan: bool | None
    detective: bool | None
    referred: bool | None
    incidents: int
    days: list[int]


class ViewOversightIncidentsOf(TypedDict):
    """A row of cypher/view/oversight/incidents_of.cypher."""

    id: str


class ViewOversightJudged(TypedDict):
    """A row of cypher/view/oversight/judged.cypher."""

    same: bool
    withdrawn: bool
    forces: list[str]
    sexes: list[str]
    ethnicities: list[str]
    pairs: int


class ViewOversightOrders(TypedDict):
    """A row of cypher/view/oversight/orders.cypher."""

    force: str
    year: int
    kind: str
    status: str
    orders: int
    days: list[int]


class ViewOversightOrdersOf(TypedDict):
    """A row of cypher/view/oversight/orders_of.cypher."""

    id: str


class ViewPeopleMentions(TypedDict):
    """A row of cypher/view/people/mentions.cypher."""

    mention: str
    props: dict[str, Any]
    record: str
    role: str | None
    kind: str
    force: str
    reference: str
    recorded_at: dt.datetime


class ViewPeopleNoticed(TypedDict):
    """A row of cypher/view/people/noticed.cypher."""

    person_id: str
    name: str | None
    birth: str | None
    offence_class: str
    crimed: bool
    incidents: int
    last: dt.datetime


class ViewPeopleOrderVersions(TypedDict):
    """A row of cypher/view/people/order_versions.cypher."""

    order: str
    recorded_at: dt.datetime
    status: str | None
    service: str | None
    status_at: dt.datetime | None
    served_at: dt.datetime | None


class ViewPeopleOrders(TypedDict):
    """A row of cypher/view/people/orders.cypher."""

    label: str
    id: str
    role: str
    props: dict[str, Any]
    others: list[dict[str, Any]]


class ViewPeopleRoles(TypedDict):
    """A row of cypher/view/people/roles.cypher."""

    id: str
    role: str
    incidents: int
    forces: list[str]
    first: dt.datetime | None
    last: dt.datetime | None


class ViewPeopleTimeline(TypedDict):
    """A row of cypher/view/people/timeline.cypher."""

    label: str
    id: str
    role: str
    attribution: str | None
    props: dict[str, Any]
    others: list[dict[str, Any]]


class ViewRecordsAbout(TypedDict):
    """A row of cypher/view/records/about.cypher."""

    label: str
    id: str
    record: str


class ViewRecordsContents(TypedDict):
    """A row of cypher/view/records/contents.cypher."""

    id: str
    props: dict[str, Any]
    delivery: dict[str, Any] | None
    places: list[str]
    conditional: bool


class ViewRecordsGrades(TypedDict):
    """A row of cypher/view/records/grades.cypher."""

    label: str
    id: str
    grade: str


class ViewRecordsHandling(TypedDict):
    """A row of cypher/view/records/handling.cypher."""

    label: str
    id: str
    record: str
    current: bool
    handling: str | None
    conditions: str | None
    record_level: int
    compartments: list[str]


class ViewRecordsOfContact(TypedDict):
    """A row of cypher/view/records/of_contact.cypher."""

    record: str


class ViewRereadingClosed(TypedDict):
    """A row of cypher/view/rereading/closed.cypher."""

    id: str


class ViewRereadingDismissed(TypedDict):
    """A row of cypher/view/rereading/dismissed.cypher."""

    id: str


class ViewSearchIdentifiers(TypedDict):
    """A row of cypher/view/search/identifiers.cypher."""

    label: str
    id: str
    props: dict[str, Any]


class ViewSearchNames(TypedDict):
    """A row of cypher/view/search/names.cypher."""

    label: str
    id: str
    props: dict[str, Any]
    score: float


class ViewSearchParts(TypedDict):
    """A row of cypher/view/search/parts.cypher."""

    label: str
    id: str
    props: dict[str, Any]


class WriteElementsDropLabel(TypedDict):
    """A row of cypher/write/elements/drop_label.cypher."""

    gone: int


class WriteKeepingClaim(TypedDict):
    """A row of cypher/write/keeping/claim.cypher."""

    folder: str
    half_made: bool | None


class Load(Protocol):
    """`load`, with the rows of each query."""

    @overload
    def __call__(self, name: Literal["ask/central_people"], /) -> Query[AskCentralPeople]: ...

    @overload
    def __call__(self, name: Literal["ask/deliveries"], /) -> Query[AskDeliveries]: ...

    @overload
    def __call__(self, name: Literal["ask/dispositions"], /) -> Query[AskDispositions]: ...

    @overload
    def __call__(self, name: Literal["ask/flags"], /) -> Query[AskFlags]: ...

    @overload
    def __call__(
        self, name: Literal["ask/incidents_by_place"], /
    ) -> Query[AskIncidentsByPlace]: ...

    @overload
    def __call__(self, name: Literal["ask/incidents_by_type"], /) -> Query[AskIncidentsByType]: ...

    @overload
    def __call__(
        self, name: Literal["ask/incidents_by_weapon"], /
    ) -> Query[AskIncidentsByWeapon]: ...

    @overload
    def __call__(self, name: Literal["ask/incidents_sought"], /) -> Query[AskIncidentsSought]: ...

    @overload
    def __call__(self, name: Literal["ask/kept_beside"], /) -> Query[AskKeptBeside]: ...

    @overload
    def __call__(self, name: Literal["ask/look_up"], /) -> Query[AskLookUp]: ...

    @overload
    def __call__(self, name: Literal["ask/names"], /) -> Query[AskNames]: ...

    @overload
    def __call__(self, name: Literal["ask/near"], /) -> Query[AskNear]: ...

    @overload
    def __call__(self, name: Literal["ask/neighbourhood"], /) -> Query[AskNeighbourhood]: ...

    @overload
    def __call__(self, name: Literal["ask/orders_sought"], /) -> Query[AskOrdersSought]: ...

    @overload
    def __call__(self, name: Literal["ask/outcomes"], /) -> Query[AskOutcomes]: ...

    @overload
    def __call__(self, name: Literal["ask/paths"], /) -> Query[AskPaths]: ...

    @overload
    def __call__(self, name: Literal["ask/people"], /) -> Query[AskPeople]: ...

    @overload
    def __call__(self, name: Literal["ask/repeat_suspects"], /) -> Query[AskRepeatSuspects]: ...

    @overload
    def __call__(self, name: Literal["ask/timeline"], /) -> Query[AskTimeline]: ...

    @overload
    def __call__(self, name: Literal["detect/alias_accounts"], /) -> Query[DetectAliasAccounts]: ...

    @overload
    def __call__(
        self, name: Literal["detect/charged_as_lesser"], /
    ) -> Query[DetectChargedAsLesser]: ...

    @overload
    def __call__(
        self, name: Literal["detect/course_of_conduct"], /
    ) -> Query[DetectCourseOfConduct]: ...

    @overload
    def __call__(
        self, name: Literal["detect/cross_force_suspect"], /
    ) -> Query[DetectCrossForceSuspect]: ...

    @overload
    def __call__(
        self, name: Literal["detect/disclosure_question"], /
    ) -> Query[DetectDisclosureQuestion]: ...

    @overload
    def __call__(self, name: Literal["detect/escalation"], /) -> Query[DetectEscalation]: ...

    @overload
    def __call__(
        self, name: Literal["detect/follows_the_move"], /
    ) -> Query[DetectFollowsTheMove]: ...

    @overload
    def __call__(
        self, name: Literal["detect/neighbour_dispute"], /
    ) -> Query[DetectNeighbourDispute]: ...

    @overload
    def __call__(self, name: Literal["detect/on_notice"], /) -> Query[DetectOnNotice]: ...

    @overload
    def __call__(self, name: Literal["detect/order_breach"], /) -> Query[DetectOrderBreach]: ...

    @overload
    def __call__(self, name: Literal["detect/protection_gap"], /) -> Query[DetectProtectionGap]: ...

    @overload
    def __call__(
        self, name: Literal["detect/reciprocal_allegation"], /
    ) -> Query[DetectReciprocalAllegation]: ...

    @overload
    def __call__(
        self, name: Literal["detect/serial_perpetrator"], /
    ) -> Query[DetectSerialPerpetrator]: ...

    @overload
    def __call__(
        self, name: Literal["detect/third_party_targets"], /
    ) -> Query[DetectThirdPartyTargets]: ...

    @overload
    def __call__(
        self, name: Literal["detect/unknown_suspect"], /
    ) -> Query[DetectUnknownSuspect]: ...

    @overload
    def __call__(
        self, name: Literal["detect/unrecorded_stalking"], /
    ) -> Query[DetectUnrecordedStalking]: ...

    @overload
    def __call__(self, name: Literal["system/access/beside"], /) -> Query[SystemAccessBeside]: ...

    @overload
    def __call__(
        self, name: Literal["system/access/happened"], /
    ) -> Query[SystemAccessHappened]: ...

    @overload
    def __call__(self, name: Literal["system/access/harm"], /) -> Query[SystemAccessHarm]: ...

    @overload
    def __call__(
        self, name: Literal["system/access/looked_at"], /
    ) -> Query[SystemAccessLookedAt]: ...

    @overload
    def __call__(self, name: Literal["system/access/marks"], /) -> Query[SystemAccessMarks]: ...

    @overload
    def __call__(self, name: Literal["system/access/named"], /) -> Query[SystemAccessNamed]: ...

    @overload
    def __call__(self, name: Literal["system/access/side"], /) -> Query[SystemAccessSide]: ...

    @overload
    def __call__(self, name: Literal["system/access/ties"], /) -> Query[SystemAccessTies]: ...

    @overload
    def __call__(
        self, name: Literal["system/deliveries/find"], /
    ) -> Query[SystemDeliveriesFind]: ...

    @overload
    def __call__(
        self, name: Literal["system/deliveries/listed"], /
    ) -> Query[SystemDeliveriesListed]: ...

    @overload
    def __call__(
        self, name: Literal["system/deliveries/records"], /
    ) -> Query[SystemDeliveriesRecords]: ...

    @overload
    def __call__(
        self, name: Literal["system/deliveries/sole"], /
    ) -> Query[SystemDeliveriesSole]: ...

    @overload
    def __call__(
        self, name: Literal["system/deliveries/unplaced"], /
    ) -> Query[SystemDeliveriesUnplaced]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/all_links"], /, *, end: str, start: str, type: str
    ) -> Query[SystemElementsAllLinks]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/all_nodes"], /, *, label: str
    ) -> Query[SystemElementsAllNodes]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/anchors"], /, *, label: str
    ) -> Query[SystemElementsAnchors]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/attributed"], /
    ) -> Query[SystemElementsAttributed]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/attributions"], /
    ) -> Query[SystemElementsAttributions]: ...

    @overload
    def __call__(self, name: Literal["system/elements/dates"], /) -> Query[SystemElementsDates]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/event_levels"], /, *, label: str
    ) -> Query[SystemElementsEventLevels]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/happened"], /
    ) -> Query[SystemElementsHappened]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/happenings"], /
    ) -> Query[SystemElementsHappenings]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/latest"], /
    ) -> Query[SystemElementsLatest]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/near"], /, *, label: str
    ) -> Query[SystemElementsNear]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/near_by_contact"], /, *, label: str
    ) -> Query[SystemElementsNearByContact]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/reports"], /
    ) -> Query[SystemElementsReports]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/shaken_links"], /
    ) -> Query[SystemElementsShakenLinks]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/shaken_nodes"], /
    ) -> Query[SystemElementsShakenNodes]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/solved"], /
    ) -> Query[SystemElementsSolved]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/suspects"], /
    ) -> Query[SystemElementsSuspects]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/suspects_among"], /
    ) -> Query[SystemElementsSuspectsAmong]: ...

    @overload
    def __call__(
        self, name: Literal["system/elements/told"], /, *, label: str
    ) -> Query[SystemElementsTold]: ...

    @overload
    def __call__(
        self, name: Literal["system/erasure/brought"], /
    ) -> Query[SystemErasureBrought]: ...

    @overload
    def __call__(
        self, name: Literal["system/erasure/contents"], /
    ) -> Query[SystemErasureContents]: ...

    @overload
    def __call__(
        self, name: Literal["system/erasure/deliveries"], /
    ) -> Query[SystemErasureDeliveries]: ...

    @overload
    def __call__(self, name: Literal["system/erasure/kept"], /) -> Query[SystemErasureKept]: ...

    @overload
    def __call__(self, name: Literal["system/erasure/keyed"], /) -> Query[SystemErasureKeyed]: ...

    @overload
    def __call__(
        self, name: Literal["system/erasure/mentioning"], /
    ) -> Query[SystemErasureMentioning]: ...

    @overload
    def __call__(
        self, name: Literal["system/erasure/only_from"], /
    ) -> Query[SystemErasureOnlyFrom]: ...

    @overload
    def __call__(
        self, name: Literal["system/erasure/sources"], /
    ) -> Query[SystemErasureSources]: ...

    @overload
    def __call__(
        self, name: Literal["system/erasure/supported"], /
    ) -> Query[SystemErasureSupported]: ...

    @overload
    def __call__(self, name: Literal["system/flags/about"], /) -> Query[SystemFlagsAbout]: ...

    @overload
    def __call__(self, name: Literal["system/flags/adrift"], /) -> Query[SystemFlagsAdrift]: ...

    @overload
    def __call__(self, name: Literal["system/flags/before"], /) -> Query[SystemFlagsBefore]: ...

    @overload
    def __call__(self, name: Literal["system/flags/by_id"], /) -> Query[SystemFlagsById]: ...

    @overload
    def __call__(self, name: Literal["system/flags/deferred"], /) -> Query[SystemFlagsDeferred]: ...

    @overload
    def __call__(
        self, name: Literal["system/flags/dispositions_all"], /
    ) -> Query[SystemFlagsDispositionsAll]: ...

    @overload
    def __call__(
        self, name: Literal["system/flags/joined_with"], /
    ) -> Query[SystemFlagsJoinedWith]: ...

    @overload
    def __call__(self, name: Literal["system/flags/loose"], /) -> Query[SystemFlagsLoose]: ...

    @overload
    def __call__(self, name: Literal["system/flags/moved"], /) -> Query[SystemFlagsMoved]: ...

    @overload
    def __call__(self, name: Literal["system/flags/named"], /) -> Query[SystemFlagsNamed]: ...

    @overload
    def __call__(
        self, name: Literal["system/flags/of_anchors"], /, *, label: str
    ) -> Query[SystemFlagsOfAnchors]: ...

    @overload
    def __call__(self, name: Literal["system/flags/orphaned"], /) -> Query[SystemFlagsOrphaned]: ...

    @overload
    def __call__(self, name: Literal["system/flags/ranks"], /) -> Query[SystemFlagsRanks]: ...

    @overload
    def __call__(self, name: Literal["system/flags/said"], /) -> Query[SystemFlagsSaid]: ...

    @overload
    def __call__(self, name: Literal["system/flags/since"], /) -> Query[SystemFlagsSince]: ...

    @overload
    def __call__(self, name: Literal["system/flags/standing"], /) -> Query[SystemFlagsStanding]: ...

    @overload
    def __call__(self, name: Literal["system/flags/ties"], /) -> Query[SystemFlagsTies]: ...

    @overload
    def __call__(self, name: Literal["system/flags/ties_of"], /) -> Query[SystemFlagsTiesOf]: ...

    @overload
    def __call__(self, name: Literal["system/flags/untied"], /) -> Query[SystemFlagsUntied]: ...

    @overload
    def __call__(self, name: Literal["system/judgements/all"], /) -> Query[SystemJudgementsAll]: ...

    @overload
    def __call__(self, name: Literal["system/judgements/one"], /) -> Query[SystemJudgementsOne]: ...

    @overload
    def __call__(
        self, name: Literal["system/judgements/resting"], /
    ) -> Query[SystemJudgementsResting]: ...

    @overload
    def __call__(
        self, name: Literal["system/judgements/withdrawals"], /
    ) -> Query[SystemJudgementsWithdrawals]: ...

    @overload
    def __call__(
        self, name: Literal["system/keeping/claimed"], /
    ) -> Query[SystemKeepingClaimed]: ...

    @overload
    def __call__(self, name: Literal["system/mentions/all"], /) -> Query[SystemMentionsAll]: ...

    @overload
    def __call__(self, name: Literal["system/mentions/ids"], /) -> Query[SystemMentionsIds]: ...

    @overload
    def __call__(self, name: Literal["system/mentions/known"], /) -> Query[SystemMentionsKnown]: ...

    @overload
    def __call__(self, name: Literal["system/mentions/near"], /) -> Query[SystemMentionsNear]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/of_records"], /
    ) -> Query[SystemMentionsOfRecords]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/one_stale"], /
    ) -> Query[SystemMentionsOneStale]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/people"], /
    ) -> Query[SystemMentionsPeople]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/records"], /
    ) -> Query[SystemMentionsRecords]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/resembles_all"], /
    ) -> Query[SystemMentionsResemblesAll]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/resembles_of"], /
    ) -> Query[SystemMentionsResemblesOf]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/resolution"], /
    ) -> Query[SystemMentionsResolution]: ...

    @overload
    def __call__(self, name: Literal["system/mentions/stale"], /) -> Query[SystemMentionsStale]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/stale_among"], /
    ) -> Query[SystemMentionsStaleAmong]: ...

    @overload
    def __call__(self, name: Literal["system/mentions/truth"], /) -> Query[SystemMentionsTruth]: ...

    @overload
    def __call__(
        self, name: Literal["system/mentions/waiting"], /
    ) -> Query[SystemMentionsWaiting]: ...

    @overload
    def __call__(self, name: Literal["system/nights/before"], /) -> Query[SystemNightsBefore]: ...

    @overload
    def __call__(self, name: Literal["system/nights/last"], /) -> Query[SystemNightsLast]: ...

    @overload
    def __call__(self, name: Literal["system/nights/listed"], /) -> Query[SystemNightsListed]: ...

    @overload
    def __call__(self, name: Literal["system/people/doubts"], /) -> Query[SystemPeopleDoubts]: ...

    @overload
    def __call__(self, name: Literal["system/people/known"], /) -> Query[SystemPeopleKnown]: ...

    @overload
    def __call__(self, name: Literal["system/people/links"], /) -> Query[SystemPeopleLinks]: ...

    @overload
    def __call__(self, name: Literal["system/people/members"], /) -> Query[SystemPeopleMembers]: ...

    @overload
    def __call__(
        self, name: Literal["system/people/mentions"], /
    ) -> Query[SystemPeopleMentions]: ...

    @overload
    def __call__(
        self, name: Literal["system/people/one_known"], /
    ) -> Query[SystemPeopleOneKnown]: ...

    @overload
    def __call__(self, name: Literal["system/people/parted"], /) -> Query[SystemPeopleParted]: ...

    @overload
    def __call__(
        self, name: Literal["system/people/possibly_same"], /
    ) -> Query[SystemPeoplePossiblySame]: ...

    @overload
    def __call__(self, name: Literal["system/people/retired"], /) -> Query[SystemPeopleRetired]: ...

    @overload
    def __call__(self, name: Literal["system/people/stale"], /) -> Query[SystemPeopleStale]: ...

    @overload
    def __call__(
        self, name: Literal["system/people/stale_among"], /
    ) -> Query[SystemPeopleStaleAmong]: ...

    @overload
    def __call__(
        self, name: Literal["system/people/successors"], /
    ) -> Query[SystemPeopleSuccessors]: ...

    @overload
    def __call__(self, name: Literal["system/people/there"], /) -> Query[SystemPeopleThere]: ...

    @overload
    def __call__(
        self, name: Literal["system/records/compartments"], /
    ) -> Query[SystemRecordsCompartments]: ...

    @overload
    def __call__(
        self, name: Literal["system/records/content"], /
    ) -> Query[SystemRecordsContent]: ...

    @overload
    def __call__(
        self, name: Literal["system/records/contents"], /
    ) -> Query[SystemRecordsContents]: ...

    @overload
    def __call__(self, name: Literal["system/records/forces"], /) -> Query[SystemRecordsForces]: ...

    @overload
    def __call__(self, name: Literal["system/records/keys"], /) -> Query[SystemRecordsKeys]: ...

    @overload
    def __call__(self, name: Literal["system/records/levels"], /) -> Query[SystemRecordsLevels]: ...

    @overload
    def __call__(self, name: Literal["system/records/replay"], /) -> Query[SystemRecordsReplay]: ...

    @overload
    def __call__(
        self, name: Literal["system/records/supports"], /, *, label: str
    ) -> Query[SystemRecordsSupports]: ...

    @overload
    def __call__(
        self, name: Literal["system/records/versions"], /
    ) -> Query[SystemRecordsVersions]: ...

    @overload
    def __call__(self, name: Literal["system/rereading/here"], /) -> Query[SystemRereadingHere]: ...

    @overload
    def __call__(
        self, name: Literal["system/sharing/employers"], /
    ) -> Query[SystemSharingEmployers]: ...

    @overload
    def __call__(self, name: Literal["system/sharing/flags"], /) -> Query[SystemSharingFlags]: ...

    @overload
    def __call__(self, name: Literal["system/sharing/others"], /) -> Query[SystemSharingOthers]: ...

    @overload
    def __call__(
        self, name: Literal["system/sharing/records"], /
    ) -> Query[SystemSharingRecords]: ...

    @overload
    def __call__(self, name: Literal["system/sharing/shares"], /) -> Query[SystemSharingShares]: ...

    @overload
    def __call__(
        self, name: Literal["view/elements/happenings"], /
    ) -> Query[ViewElementsHappenings]: ...

    @overload
    def __call__(self, name: Literal["view/elements/known"], /) -> Query[ViewElementsKnown]: ...

    @overload
    def __call__(self, name: Literal["view/elements/links"], /) -> Query[ViewElementsLinks]: ...

    @overload
    def __call__(self, name: Literal["view/elements/people"], /) -> Query[ViewElementsPeople]: ...

    @overload
    def __call__(self, name: Literal["view/elements/spots"], /) -> Query[ViewElementsSpots]: ...

    @overload
    def __call__(self, name: Literal["view/elements/users"], /) -> Query[ViewElementsUsers]: ...

    @overload
    def __call__(self, name: Literal["view/flags/about"], /) -> Query[ViewFlagsAbout]: ...

    @overload
    def __call__(self, name: Literal["view/flags/beside"], /) -> Query[ViewFlagsBeside]: ...

    @overload
    def __call__(self, name: Literal["view/flags/by_id"], /) -> Query[ViewFlagsById]: ...

    @overload
    def __call__(self, name: Literal["view/flags/facets"], /) -> Query[ViewFlagsFacets]: ...

    @overload
    def __call__(self, name: Literal["view/flags/find"], /) -> Query[ViewFlagsFind]: ...

    @overload
    def __call__(self, name: Literal["view/flags/queue"], /) -> Query[ViewFlagsQueue]: ...

    @overload
    def __call__(self, name: Literal["view/flags/seen"], /) -> Query[ViewFlagsSeen]: ...

    @overload
    def __call__(
        self, name: Literal["view/identity/judgements"], /
    ) -> Query[ViewIdentityJudgements]: ...

    @overload
    def __call__(
        self, name: Literal["view/identity/possible"], /
    ) -> Query[ViewIdentityPossible]: ...

    @overload
    def __call__(self, name: Literal["view/identity/reach"], /) -> Query[ViewIdentityReach]: ...

    @overload
    def __call__(
        self, name: Literal["view/identity/resemblances"], /
    ) -> Query[ViewIdentityResemblances]: ...

    @overload
    def __call__(self, name: Literal["view/identity/who"], /) -> Query[ViewIdentityWho]: ...

    @overload
    def __call__(self, name: Literal["view/nights/arrived"], /) -> Query[ViewNightsArrived]: ...

    @overload
    def __call__(self, name: Literal["view/nights/changes"], /) -> Query[ViewNightsChanges]: ...

    @overload
    def __call__(
        self, name: Literal["view/oversight/answers"], /
    ) -> Query[ViewOversightAnswers]: ...

    @overload
    def __call__(
        self, name: Literal["view/oversight/incidents"], /
    ) -> Query[ViewOversightIncidents]: ...

    @overload
    def __call__(
        self, name: Literal["view/oversight/incidents_of"], /
    ) -> Query[ViewOversightIncidentsOf]: ...

    @overload
    def __call__(self, name: Literal["view/oversight/judged"], /) -> Query[ViewOversightJudged]: ...

    @overload
    def __call__(self, name: Literal["view/oversight/orders"], /) -> Query[ViewOversightOrders]: ...

    @overload
    def __call__(
        self, name: Literal["view/oversight/orders_of"], /
    ) -> Query[ViewOversightOrdersOf]: ...

    @overload
    def __call__(self, name: Literal["view/people/mentions"], /) -> Query[ViewPeopleMentions]: ...

    @overload
    def __call__(self, name: Literal["view/people/noticed"], /) -> Query[ViewPeopleNoticed]: ...

    @overload
    def __call__(
        self, name: Literal["view/people/order_versions"], /
    ) -> Query[ViewPeopleOrderVersions]: ...

    @overload
    def __call__(self, name: Literal["view/people/orders"], /) -> Query[ViewPeopleOrders]: ...

    @overload
    def __call__(self, name: Literal["view/people/roles"], /) -> Query[ViewPeopleRoles]: ...

    @overload
    def __call__(self, name: Literal["view/people/timeline"], /) -> Query[ViewPeopleTimeline]: ...

    @overload
    def __call__(self, name: Literal["view/records/about"], /) -> Query[ViewRecordsAbout]: ...

    @overload
    def __call__(self, name: Literal["view/records/contents"], /) -> Query[ViewRecordsContents]: ...

    @overload
    def __call__(self, name: Literal["view/records/grades"], /) -> Query[ViewRecordsGrades]: ...

    @overload
    def __call__(self, name: Literal["view/records/handling"], /) -> Query[ViewRecordsHandling]: ...

    @overload
    def __call__(
        self, name: Literal["view/records/of_contact"], /
    ) -> Query[ViewRecordsOfContact]: ...

    @overload
    def __call__(self, name: Literal["view/rereading/closed"], /) -> Query[ViewRereadingClosed]: ...

    @overload
    def __call__(
        self, name: Literal["view/rereading/dismissed"], /
    ) -> Query[ViewRereadingDismissed]: ...

    @overload
    def __call__(
        self, name: Literal["view/search/identifiers"], /
    ) -> Query[ViewSearchIdentifiers]: ...

    @overload
    def __call__(self, name: Literal["view/search/names"], /) -> Query[ViewSearchNames]: ...

    @overload
    def __call__(self, name: Literal["view/search/parts"], /) -> Query[ViewSearchParts]: ...

    @overload
    def __call__(
        self, name: Literal["write/elements/drop_label"], /, *, label: str
    ) -> Query[WriteElementsDropLabel]: ...

    @overload
    def __call__(self, name: Literal["write/keeping/claim"], /) -> Query[WriteKeepingClaim]: ...

    @overload
    def __call__(self, name: str, /, **names: str) -> Query[Any]: ...
