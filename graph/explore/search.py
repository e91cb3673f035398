"""One search box: what a text could be, and the elements that answer to it.

A text is tried as a telephone number in any spelling, a registration mark, an account,
a postcode, a reference, and as a name: every word of it, its nicknames, and one or two
wrong letters. Where no whole number is found, a part of one is looked for: the last digits of a
telephone, what a witness saw of a registration mark. What a text could be is worked out here;
the engine only looks up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import phonenumbers
from nicknames import NickNamer

from graph.access.session import Consultation
from graph.explore.chart import Element, element
from graph.model.record import join_key
from graph.model.schema import NodeKey
from graph.queries import load

MOST_HITS, MOST_LIKE = 50, 300
PART = 4
"""Characters that a part of a number must have to be looked for; of a mark three."""
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})")
ACCOUNT_KINDS = ("email", "social", "bank", "ip", "imei", "tracker", "document")
LOOKED_UP = {
    "Phone": "telephone number",
    "Account": "account",
    "Vehicle": "registration mark",
    "Incident": "incident reference",
    "Order": "order reference",
    "Address": "postcode",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: the element, what of it matched, and the people behind it with their roles."""

    element: Element
    matched: str
    score: float
    people: tuple[dict[str, Any], ...] = ()
    people_total: int = 0
    roles: tuple[dict[str, Any], ...] = field(default=(), compare=False)


@functools.cache
def _nicknames() -> NickNamer:
    return NickNamer()


def phone_keys(text: str) -> list[str]:
    """The E.164 form of a telephone number written in any way; [] when it is none."""
    if sum(char.isdigit() for char in text) < 7 or re.search(r"[A-Za-z]{3}", text):
        return []
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return []
    if not phonenumbers.is_possible_number(number):
        return []
    return [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)]


def vehicle_keys(text: str) -> list[str]:
    """The registration mark that a text may be, in each of the ways that O/0 and I/1 fold."""
    mark = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not 2 <= len(mark) <= 8:
        return []
    folds = (str.maketrans("OI", "01"), str.maketrans("01", "OI"))
    return sorted({mark, *(mark.translate(fold) for fold in folds)})


def account_keys(text: str) -> list[str]:
    """`kind/value` for every kind of account that a text without spaces may be."""
    value = text.strip().casefold()
    if not value or " " in value:
        return []
    values = {value, value.lstrip("@"), re.sub(r"[^0-9a-z]", "", value)} - {""}
    return sorted(
        {
            form
            for kind in ACCOUNT_KINDS
            for v in values
            for form in (f"{kind}/{v}", join_key(kind, v))
        }
    )


def handles(text: str) -> list[str]:
    """A handle without its @, on whatever service."""
    value = text.strip().casefold().lstrip("@")
    return [value] if value and " " not in value else []


def postcodes(text: str) -> list[str]:
    """The postcodes in a text, with and without the space."""
    found = POSTCODE.findall(text.upper())
    return sorted({f"{out}{gap}{in_}" for out, in_ in found for gap in ("", " ")})


def references(text: str) -> list[str]:
    """A reference as typed and in capitals; for `force/reference` the reference too."""
    whole = text.strip()
    forms = {whole, whole.upper(), whole.partition("/")[2].strip()}
    return sorted(forms - {""})


def parts(text: str) -> dict[str, list[str]]:
    """What a text may be a part of: digits, marks, handles, references, each in every spelling.

    Only of a text with a digit, `_` or `@` in it: a word is a name.
    """
    value = text.strip().casefold()
    if not re.search(r"[\d_@]", value):
        return {}
    digits = re.sub(r"\D", "", value)
    if len(digits.lstrip("0")) >= PART:  # the 0 of a number at home is not in the whole number
        digits = digits.lstrip("0")
    handle = value.lstrip("@")
    number = len(digits) >= PART and not re.search(r"[a-z]", value)
    marks = vehicle_keys(text) if re.search(r"[a-z]", value) else []
    return {
        "digits": [digits] if number else [],
        "marks": [mark for mark in marks if len(mark) >= PART - 1],
        "handles": [handle, handle.upper()] if len(handle) >= PART and " " not in handle else [],
        "references": references(text) if len(digits) >= PART else [],
    }


def name_query(text: str) -> str:
    """A full-text query: every word, exactly or nearly or by nickname; '' without a word.

    Letters and digits only: no character of the query language gets through.
    """
    words = [word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 1]
    return " AND ".join(f"({' OR '.join(_forms(word))})" for word in words[:6])


def _forms(word: str) -> Iterator[str]:
    yield f"{word}^4"
    if len(word) > 2:
        yield f"{word}*^2"
    if len(word) > 3 and not word.isdigit():
        yield f"{word}~{1 if len(word) < 6 else 2}"
    related = _nicknames().nicknames_of(word) | _nicknames().canonicals_of(word)
    yield from (f"{other}^2" for other in sorted(related) if other.isalnum())


def look_up(consultation: Consultation, text: str) -> list[tuple[Element, str, float]]:
    """The elements that bear this number, mark, handle, postcode or reference."""
    rows = consultation.read(
        load("view/identifiers"),
        phones=phone_keys(text),
        accounts=account_keys(text),
        handles=handles(text),
        vehicles=vehicle_keys(text),
        references=references(text),
        postcodes=postcodes(text),
    )
    return [(element(row), LOOKED_UP[row["label"]], 100.0) for row in rows]


def look_for_part(consultation: Consultation, text: str) -> list[tuple[Element, str, float]]:
    """The elements whose number, mark, handle or reference holds this text."""
    asked = parts(text)
    if not any(asked.values()):
        return []
    rows = consultation.read(load("view/parts"), **asked, most=MOST_HITS)
    return [(element(row), f"part of the {LOOKED_UP[row['label']]}", 40.0) for row in rows]


def look_for_name(consultation: Consultation, text: str) -> list[tuple[Element, str, float]]:
    """People, organisations and places whose words are like these, best first."""
    words = name_query(text)
    if not words:
        return []
    found = []
    for index in ("person_ft", "alias_ft", "organisation_ft", "address_ft"):
        rows = consultation.read(
            load("view/names"),
            index=index,
            words=words,
            most=MOST_LIKE,
        )
        found += [(element(row), *_matched(element(row), text, row["score"])) for row in rows]
    return found


def _matched(found: Element, text: str, score: float) -> tuple[str, float]:
    """What matched, and a rank: the same words before another name, before a likeness."""
    asked = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    said = " ".join(re.findall(r"[^\W_]+", found.name.casefold()))
    kind = "address" if found.label == "Address" else "name"
    if asked == said:
        return f"same {kind}", 90.0
    if set(asked.split()) <= set(said.split()):
        return f"words of the {kind}", 70.0 + min(score, 9.0)
    others = found.props.get("other_names") or []
    if any(set(asked.split()) <= set(other.casefold().split()) for other in others):
        return "another name", 60.0 + min(score, 9.0)
    return f"similar {kind}", 50.0 * _likeness(asked.split(), said.split())


def _likeness(asked: list[str], said: list[str]) -> float:
    """How alike the words are, 0 to 1: each word asked for with the likest that is there."""
    best = [max((SequenceMatcher(None, a, b).ratio() for b in said), default=0.0) for a in asked]
    return sum(best) / max(1, len(best))


def find(consultation: Consultation, text: str) -> list[Hit]:
    """Hits, best first; what victim safety withholds is not among them."""
    best: dict[NodeKey, tuple[Element, str, float]] = {}
    whole = look_up(consultation, text)
    # From a suspect's side a list of numbers, or its absence, could tell of a victim's.
    one = consultation.guard.active or _is_whole(whole)
    part = [] if one else look_for_part(consultation, text)
    for item, matched, score in (*whole, *look_for_name(consultation, text), *part):
        if item.place not in best:
            best[item.place] = (item, matched, score)
    hits = sorted(best.values(), key=lambda hit: (-hit[2], hit[0].name, hit[0].label, hit[0].id))
    return _with_people(consultation, hits[:MOST_HITS])


def _is_whole(found: Iterable[tuple[Element, str, float]]) -> bool:
    """Whether a text is a whole number; a reference or postcode may be a part of one."""
    return any(item.label in ("Phone", "Account", "Vehicle") for item, _, _ in found)


def _with_people(consultation: Consultation, hits: list[tuple[Element, str, float]]) -> list[Hit]:
    behind = _people_behind(consultation, (item.place for item, _, _ in hits))
    people = [item.id for item, _, _ in hits if item.label == "Person"]
    rows = consultation.read(load("view/roles"), ids=people)
    guard = consultation.guard
    shown = []
    for item, matched, score in hits:
        group = [row for row in behind if (row["label"], row["id"]) == item.place]
        group = [row for row in group if not guard.active or row["person"] not in guard.protected]
        roles = tuple(row for row in rows if item.label == "Person" and row["id"] == item.id)
        total = group[0]["total"] if group else 0
        shown.append(Hit(item, matched, score, tuple(group), total, roles))
    return shown


def _people_behind(consultation: Consultation, places: Iterable[NodeKey]) -> list[dict[str, Any]]:
    nodes = [{"label": label, "id": id_} for label, id_ in places if label != "Person"]
    return consultation.read(load("view/people"), nodes=nodes, most=8) if nodes else []
