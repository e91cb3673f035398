"""Which column may be which field: by the words of its name, and by what it holds.

For each field the names that are looked for, the surest first. A column serves one field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from graph.model.identifiers import ACCOUNTS
from graph.model.vocabulary import OrderKind, RelationKind, Whose
from ingest.draft.columns import Column, chosen, words_of_path

Names = Mapping[str, tuple[str, ...]]

_WHAT = "crime|inc|incident|offence|offense|case|event|cad|report|dr|log|crm|order|ord"
_NO = "no|nr|nbr|num|number|ref|reference|id|key|urn"
REFERENCE = (rf"({_WHAT}) ({_NO})", "ref|reference", "urn|number|id|key", rf".*\b({_NO})")

INCIDENT: Names = {
    "recorded_at": (
        "rec|recorded|(rec|recorded) (date|dt|at|on|datetime)( time)?",
        "(date|dt)( time)? (rec|recorded|rptd|reported)|report(ed)?( (date|dt|at|on|datetime))?",
        "(created|entered|logged|submission|submitted)( (date|dt|at|on))?|updated( (at|on|date))?",
    ),
    "occurred_from": (
        "occ(urred|urrence)?( (date|dt|time|on|at))* (from|start)|from( (date|dt))?|(date|dt) from"
        "|committed from",
        "occ(urred|urrence)?( (date|dt|at|on|datetime))?|(date|dt) (of )?occ(urred|urrence)?",
        f"({_WHAT}) (date|dt|datetime|year)|happened|committed( on)?|start(ed)?( (date|dt))?",
        "date( time)?|datetime|timestamp|at|when|day|month|year month|year",
    ),
    "occurred_to": (
        "occ(urred|urrence)?( (date|dt|time|on|at))* (to|end)|to( (date|dt))?|(date|dt) to"
        "|end(ed)?( (date|dt))?",
    ),
    "latitude": ("(.* )?(lat|latitude)( double)?",),
    "longitude": ("(.* )?(lon|long|lng|longitude)( double)?",),
    "easting": ("(.* )?eastings?|(.* )?grid e",),
    "northing": ("(.* )?northings?|(.* )?grid n",),
    "outcome_at": ("(outcome|disposal|result|cleared|clearance)( .*)? (date|dt|at|on)",),
    "outcome": ("(.* )?outcome( (code|category|type|no))?|disposal|disposition", "status desc"),
    "title": (
        "(offence|offense|crime|off|crm cd) (title|desc|description|name)|offence|offense",
        "title|what|description|desc",
    ),
    "summary": ("summary|narrative|circumstances|notes?|mo( desc)?|synopsis|details?",),
    "crimed": ("crimed|crime|crime yn|is crime",),
    "cancelled": ("cancelled|canceled|no crime|nfc",),
    "weapon": ("weapon( (code|desc|used|type))*",),
    "classification": ("marking|classification|gsc|protective marking",),
}
OFFENCE = (
    "(offence|offense|off|crime|ho|home office|ucr|nibrs|fbi|crm) (class|code|cd)|class|iucr",
    "(crime|primary|offence|offense|incident) type|type|category|offence|offense|offences",
)
INCLUDED = "incl(uded)?( (class|classes|codes?|offences?))?"

ORDER: Names = {
    "issuer": ("issuer|court|issued by",),
    "kind": ("kind|(ord|order) (type|kind)|type",),
    "effect": ("effect",),
    "status_at": ("status( (date|dt|at))",),
    "status": ("status",),
    "served_at": ("served( (date|dt|at))?|service (date|dt)",),
    "service": ("service",),
    "start": ("from( (date|dt))?|start( (date|dt))?|made( (on|date))?",),
    "until": ("until( (date|dt))?|(end|expiry|expires)( (date|dt))?",),
    "conditions": ("conditions?",),
    "arises_from": ("arises( from)?( ref)?",),
    "replaces": ("replaces( ref)?",),
}
CONTACT: Names = {
    "source": (
        "(a|from|caller|calling|source|sender|origin(ating)?)( party)?"
        "( (no|number|phone|msisdn|value))?",
    ),
    "target": (
        "(b|to|called|dialled|dialed|target|recipient|destination)( party)?"
        "( (no|number|phone|msisdn|value))?",
    ),
    "kind": ("(call |event |record )?(type|kind)|service",),
    "start": ("((call|event) )?(start|date|begin|connected)( (date|time|at))*|at|datetime|when",),
    "length": ("(call )?(duration|length|seconds|secs)( (s|sec|secs|seconds))?",),
}
OBJECT: Names = {
    "kind": ("(obj(ect)?|item|identifier)? ?(type|kind)",),
    "value": ("(obj(ect)?|item|identifier)? ?(value|number|text|identifier)|",),
    "whose": ("whose|owner|belongs to|used by",),
}
RELATION: Names = {
    "kind": (
        "rel|relation(ship)?( (type|kind|code|to victim|to vic))?|rel (type|kind|code)|tie",
        "kind|type",
    ),
    "a": ("of|a( (no|id|ref|nominal))?|(person|party|nominal) (a|one|from)|from( (no|id|ref))?",),
    "b": (
        "rel(ated|ation)? to( (no|id|ref))?|to( (no|id|ref))?|b( (no|id|ref|nominal))?|with",
        "(person|party|nominal) (b|two|to)|other( (no|id|ref|party))?",
    ),
}
GRADES = {
    "code": r"[1-3]\s*[-/ ]?\s*[A-E]\s*[-/ ]?\s*[PC]",
    "source": "[1-3]",
    "information": "[A-E]",
    "handling": "[PC]",
}
"""The 3x5x2 grade, whole or in parts, as it is written."""
GRADE: Names = {
    "code": ("gradings?|grade|intel(ligence)? grade",),
    "source": ("(.* )?(src|source)",),
    "information": ("(.* )?(inf|information|intelligence)",),
    "handling": ("(.* )?(hnd|handling)( code)?",),
}
PARTY: Names = {
    "surname": (".*(surname|last name|family name|lastname)|(name )?(sur|last|family)",),
    "forename": (".*(forenames?|first names?|given names?|firstname)|(name )?(fore|first|given)",),
    "middle": (".*middle( names?)?",),
    "written": ("(full )?name|name full|.* full name|",),
    "other_names": ("alias(es)?|aka|nick ?names?|other names?",),
    "birth": (".*(dob|birth|born|date of birth|birth date)",),
    "nominal": (
        "nominal( (no|number|id|ref))?|.*\\burn",
        "(person|offender|victim|suspect|individual|subject) (id|no|number|ref|key)|pnc( (id|no))?",
        "person|individual",
    ),
    "ref": ("(party )?(ref|seq|no|number|id|seq num|seq no)|(.* )?seq num",),
    "role": ("(.* )?role|involvement|capacity|part|party type",),
    "attribution": ("status|state|attribution",),
    "kind": ("type|kind|person or organisation|org|party kind",),
    "sex": ("sex( code)?|gender",),
    "ethnicity": ("eth|ethnicity( code)?|race( code)?|ethnic.*",),
    "occupation": ("occupation|job",),
    "phones": (".*(phones?|mobile|tel|telephone)( (no|number))?",),
    "emails": (".*mails?( address)?",),
    "accounts": ("social( media)?|handles?|user ?name|facebook|instagram",),
    "vehicles": ("vrm|vehicles?|reg( no)?|registration|plate",),
    "employers": ("employer( name)?",),
    "organisation_kind": ("org(anisation)? kind",),
}
ADDRESS: Names = {
    "unit": ("(.* )?(flat|unit|apartment)",),
    "house": ("(.* )?house( (no|number|name))?",),
    "street": ("(.* )?street( name)?|(.* )?road",),
    "locality": ("(.* )?(town|city|locality|village)",),
    "postcode": ("(.* )?(post ?code|pc|zip( code)?)",),
    "lines": ("(.* )?(address|addr)( (line|lines))?|location|block|place|premises",),
}
ROLES = {
    "suspect": "s|sus|susp|offender|off|accused|perpetrator|perp|defendant|arrestee|detainee",
    "victim": "v|vic|injured party|ip|complainant|aggrieved|aggrieved party",
    "witness": "w|wit",
    "reporter": "r|rep|informant|caller|reporting person",
    "involved": "i|x|inv|other|associated|person|party|individual",
    "instigator": "ins",
    "subject": "sub|respondent",
    "protected": "pro|applicant",
}
ATTRIBUTIONS = {"named": "n", "admitted": "a", "possible": "p|suspected"}
KINDS = {"person": "p|individual|i|no", "organisation": "o|org|business|b|society|yes"}
EFFECTS = {"prohibits": "p", "requires": "r", "notice": "n", "detains": "d"}
STATUSES = {
    "sought": "sgt", "refused": "ref", "interim": "int", "made": "mad", "varied": "var",
    "ended": "end|expired|discharged",
}  # fmt: skip
SERVICES = {"served": "s", "deemed": "d", "failed": "f", "unknown": "u"}
ORDERS = dict.fromkeys(get_args(OrderKind), "") | {
    "SPO": "spo|stalking protection order",
    "restraining": "ro|restraining order",
    "non-molestation": "nmo|non molestation order|non molestation",
    "injunction": "inj",
    "caution": "cau",
    "conditional caution": "ccau",
    "custody": "cust",
}
RELATIONS = dict.fromkeys(get_args(RelationKind), "") | {
    "partner": "spouse|husband|wife|boyfriend|girlfriend|pt",
    "former partner": "xp|ex|ex partner|ex husband|ex wife|ex boyfriend|ex girlfriend",
    "parent": "mother|father",
    "child": "son|daughter",
    "sibling": "brother|sister",
    "neighbour": "neighbor|nb",
    "colleague": "co worker|work colleague",
}
MARKINGS = {
    "OFFICIAL": "o",
    "OFFICIAL-SENSITIVE": "os|official sensitive",
    "SECRET": "s",
    "TOP SECRET": "ts",
}
OBJECTS = dict.fromkeys(ACCOUNTS, "") | {
    "phone": "tel|telephone|mobile|msisdn",
    "vehicle": "vrm|car|reg",
    "email": "eml|mail",
    "social": "soc|social media|handle",
    "tracker": "trk|tag",
    "ip": "ip address",
}
WHOSE = dict.fromkeys(get_args(Whose), "") | {"offender": "f|off", "suspect": "s|sus"}
CONTACTS = {"call": "voice|call|moc|mtc", "text": "sms|mms", "message": "msg|im", "email": "mail"}
CHOICES = {
    "contact": CONTACTS,
    "object": OBJECTS,
    "whose": WHOSE,
    "marking": MARKINGS,
    "role": ROLES, "attribution": ATTRIBUTIONS, "kind": KINDS, "effect": EFFECTS,
    "status": STATUSES, "service": SERVICES, "order": ORDERS, "relation": RELATIONS,
}  # fmt: skip

_DATES = frozenset({
    "recorded_at", "occurred_from", "occurred_to", "outcome_at", "status_at", "served_at", "start",
    "until",
})  # fmt: skip


def picked(names: Names, columns: Iterable[Column], taken: set[str]) -> dict[str, Column]:
    """Field → the column that is most likely it; those are then `taken`."""
    found: dict[str, Column] = {}
    left = [column for column in columns if column.path not in taken]
    for name, patterns in names.items():
        column = best(patterns, (each for each in left if each.path not in taken), name in _DATES)
        if column is not None:
            found[name] = column
            taken.add(column.path)
    return found


def best(patterns: Iterable[str], columns: Iterable[Column], date: bool = False) -> Column | None:
    """The column that the surest pattern names; of several the one that is filled most often."""
    fitting = [each for each in columns if not date or is_date(each)]
    for pattern in patterns:
        named = [each for each in fitting if re.fullmatch(pattern, words_of_path(each.path))]
        if named:
            return max(named, key=lambda each: each.filled)
    return None


def is_date(column: Column) -> bool:
    """Whether a column holds dates, or nothing that says otherwise."""
    return not column.filled or bool(column.formats(named=True))


def graded(columns: Iterable[Column]) -> dict[str, Column]:
    """The parts of a grade, or `code`, that columns hold by name and by what is in them."""
    fitting = [
        column
        for column in columns
        if column.filled and any(_all_are(column, each) for each in GRADES.values())
    ]
    found = {
        name: column
        for name, column in picked(GRADE, fitting, set()).items()
        if _all_are(column, GRADES[name])
    }
    return {"code": found["code"]} if "code" in found else found


def _all_are(column: Column, pattern: str) -> bool:
    return all(re.fullmatch(pattern, value) for value in column.sample())


def coded(column: Column, choice: str) -> dict[str, str]:
    """Code → word of a choice, where most of the rows hold one; {} where they do not."""
    if column.distinct > 40:
        return {}
    codes = chosen(list(column.values), CHOICES[choice])
    known = sum(column.values[code] for code in codes)
    return codes if known * 2 > sum(column.values.values()) else {}


_SHORT = {"s": "suspect", "v": "victim", "w": "witness", "ip": "victim"}
"""Beginnings of columns: too short to be looked for in a name."""


def role_in(name: str) -> str | None:
    """The role that a table's or prefix's name tells: `NIBRS_OFFENDER` is a suspect."""
    if name.lower() in _SHORT:
        return _SHORT[name.lower()]
    words = re.split(r"[\W_\d]+", name.lower())
    for role, others in ROLES.items():
        if role != "involved" and {role, *(each for each in others.split("|") if len(each) > 2)} & {
            *words, *(word.rstrip("s") for word in words)
        }:  # fmt: skip
            return role
    return None
