"""One search box: what a text could be, and the elements that answer to it.

A text is tried as every kind of identifier in any spelling, as a reference, and as a name:
every word of it, its nicknames, one or two wrong letters, and what it sounds like in any script.
Where no whole number is found, a part of one is looked for: the last digits of a telephone, what
a witness saw of a registration mark. What a text could be is worked out here; the engine only
looks up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from nicknames import NickNamer

from graph.access.guard import Guard
from graph.access.session import Consultation
from graph.explore.chart import Element, element
from graph.model.identifiers import KINDS, sought
from graph.model.names_alike import likeness
from graph.model.names_spelling import fold, heard
from graph.model.names_spelling import words as words_of
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import (
    ViewElementsPeople,
    ViewPeopleRoles,
    ViewSearchIdentifiers,
    ViewSearchParts,
)

MOST_HITS, MOST_LIKE = 50, 300
PEOPLE, PLACES = ("person_ft", "alias_ft"), ("organisation_ft", "address_ft")
SOUND = "sound_ft"
AS_TYPED = 60.0
"""The score from which on every word of a hit is written as it was typed."""
PART = 4
"""Characters that a part of a number must have to be looked for; of a mark three."""
REFERENCES = {"Incident": "incident reference", "Order": "order reference"}
CAPTIONS: dict[str, str] = {
    kind.label: kind.caption for kind in KINDS.values() if kind.label != "Account"
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: the element, what of it matched, and the people behind it with their roles."""

    element: Element
    matched: str
    score: float
    people: tuple[ViewElementsPeople, ...] = ()
    people_total: int = 0
    roles: tuple[ViewPeopleRoles, ...] = field(default=(), compare=False)


@functools.cache
def _nicknames() -> NickNamer:
    return NickNamer()


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
    number = len(digits) >= PART and not re.search(r"[a-z]", value)
    return {
        "digits": [digits] if number else [],
        "marks": _part_of_mark(value) if re.search(r"[a-z]", value) else [],
        "handles": _part_of_account(value),
        "references": references(text) if len(digits) >= PART else [],
    }


def _part_of_mark(value: str) -> list[str]:
    """Letters and digits of a mark; in a part of one O and 0, I and 1 stand for each other."""
    mark = re.sub(r"[^A-Z0-9]", "", value.upper())
    folds = (str.maketrans("OI", "01"), str.maketrans("01", "OI"))
    return sorted({mark, *map(mark.translate, folds)}) if PART - 1 <= len(mark) <= 8 else []


def _part_of_account(value: str) -> list[str]:
    """A handle or address as it is, a number without what stands between its digits."""
    handle, number = value.lstrip("@"), re.sub(r"[\W_]", "", value)
    forms = {number, number.upper()} | (set() if " " in handle else {handle, handle.upper()})
    return sorted(form for form in forms if len(form) >= PART)


def name_query(text: str, *, misspelt: bool = False) -> str:
    """A full-text query: every word, begun or whole or by nickname; '' without a word.

    With `misspelt` also with one or two wrong letters, for which an engine may have to look at
    every word that it knows. Letters and digits only: no character of the query language gets
    through.
    """
    spelt = [word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 1]
    return " AND ".join(f"({' OR '.join(_forms(word, misspelt))})" for word in spelt[:6])


def sound_query(text: str) -> str:
    """A full-text query for names of the same sound: every word; '' for what is no name."""
    if re.search(r"\d", text):
        return ""
    ways = [" OR ".join(heard(word)) for word in words_of(fold(text))]
    return " AND ".join(f"({way})" for way in ways if way)


def _forms(word: str, misspelt: bool) -> Iterator[str]:
    yield f"{word}^4"
    if len(word) > 2:
        yield f"{word}*^2"
    if misspelt and len(word) > 3 and not word.isdigit():
        yield f"{word}~{1 if len(word) < 6 else 2}"
    related = _nicknames().nicknames_of(word) | _nicknames().canonicals_of(word)
    yield from (f"{other}^2" for other in sorted(related) if other.isalnum())


def look_up(consultation: Consultation, text: str) -> list[tuple[Element, str, float]]:
    """The elements that bear this number, mark, handle, postcode or reference."""
    accounts = sought(text, "Account")
    rows = consultation.read(
        load("view/search/identifiers"),
        phones=sought(text, "Phone").keys,
        accounts=accounts.keys,
        handles=accounts.values,
        vehicles=sought(text, "Vehicle").keys,
        references=references(text),
        postcodes=sought(text, "Address").values,
    )
    return [(element(row), _caption(row), 100.0) for row in rows]


def look_for_part(consultation: Consultation, text: str) -> list[tuple[Element, str, float]]:
    """The elements whose number, mark, handle or reference holds this text."""
    asked = parts(text)
    if not any(asked.values()):
        return []
    rows = consultation.read(load("view/search/parts"), **asked, most=MOST_HITS)
    return [(element(row), f"part of the {_caption(row)}", 40.0) for row in rows]


def _caption(row: ViewSearchIdentifiers | ViewSearchParts) -> str:
    """What the identifier or reference of an element is called."""
    label = row["label"]
    return REFERENCES.get(label) or CAPTIONS.get(label) or element(row).caption


def look_for_name(consultation: Consultation, text: str) -> list[tuple[Element, str, float]]:
    """People, organisations and places whose words are like these.

    Wrong letters are looked for where nobody is written as typed, those of a place where nothing
    else is found: what sounds the same is found in any case.
    """
    found = [
        *_named(consultation, text, (*PEOPLE, *PLACES), name_query(text)),
        *_named(consultation, text, (SOUND,), sound_query(text)),
    ]
    misspelt = name_query(text, misspelt=True)
    if all(score < AS_TYPED for _, _, score in found):
        found += _named(consultation, text, PEOPLE, misspelt)
    return found or _named(consultation, text, PLACES, misspelt)


def _named(
    consultation: Consultation, text: str, indexes: Iterable[str], words: str
) -> list[tuple[Element, str, float]]:
    query, matches = load("view/search/names"), []
    for index in indexes if words else ():
        rows = consultation.read(query, index=index, words=words, most=MOST_LIKE)
        items = ((element(row), row["score"]) for row in rows)
        matches += [
            (item, *_matched(item, text, score))
            for item, score in items
            if index != SOUND or _is_alike(item, text)
        ]
    return matches


def _is_alike(person: Element, text: str) -> bool:
    """Whether somebody's name is like a text: short words sound like many."""
    names = (person.name, *(person.props.get("other_names") or ()))
    return any(likeness(text, name).verdict != "other" for name in names)


def _matched(hit: Element, text: str, score: float) -> tuple[str, float]:
    """What matched, and a rank: the same words before another name, before a likeness."""
    asked = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    words = " ".join(re.findall(r"[^\W_]+", hit.name.casefold()))
    kind = "address" if hit.label == "Address" else "name"
    if asked == words:
        return f"same {kind}", 90.0
    if set(asked.split()) <= set(words.split()):
        return f"words of the {kind}", 70.0 + min(score, 9.0)
    others = hit.props.get("other_names") or []
    if any(set(asked.split()) <= set(other.casefold().split()) for other in others):
        return "another name", 60.0 + min(score, 9.0)
    if hit.label == "Person":
        return _nearly_named(text, (hit.name, *others))
    return f"similar {kind}", 50.0 * _likeness(asked.split(), words.split())


def _nearly_named(text: str, names: Iterable[str]) -> tuple[str, float]:
    """The likest of somebody's names: one name in another spelling before one that is merely near.

    A word that is another's beginning is near too: who types has not finished yet.
    """
    name = max(names, key=lambda each: likeness(text, each).bits)
    alike = likeness(text, name)
    if alike.verdict == "same":
        return "name in another spelling", 55.0 + min(alike.bits, 4.0)
    nearest = 50.0 * _likeness(fold(text).split(), fold(name).split())
    return "similar name", max(nearest, 40.0 + alike.bits if alike.verdict == "ask" else 0.0)


def _likeness(asked: list[str], words: list[str]) -> float:
    """How alike the words are, 0 to 1: each word asked for with the likest that is there."""
    best = [max((SequenceMatcher(None, a, b).ratio() for b in words), default=0.0) for a in asked]
    return sum(best) / max(1, len(best))


def find(consultation: Consultation, text: str, most: int = MOST_HITS) -> list[Hit]:
    """The `most` best hits, best first; what victim safety withholds is not among them."""
    best: dict[NodeKey, tuple[Element, str, float]] = {}
    whole = look_up(consultation, text)
    # From a suspect's side a list of numbers, or its absence, could tell of a victim's.
    one = consultation.guard.active or _is_whole(whole)
    part = [] if one else look_for_part(consultation, text)
    for item, matched, score in (*whole, *look_for_name(consultation, text), *part):
        if item.place not in best:
            best[item.place] = (item, matched, score)
    hits = sorted(best.values(), key=lambda hit: (-hit[2], hit[0].name, hit[0].label, hit[0].id))
    return _with_people(consultation, text, hits[:most])


def _is_whole(hit: Iterable[tuple[Element, str, float]]) -> bool:
    """Whether a text is a whole number; a reference or postcode may be a part of one."""
    return any(item.label in ("Phone", "Account", "Vehicle") for item, _, _ in hit)


def _is_known(text: str, item: Element, matched: str) -> bool:
    """Whether a text was all of what was found, so that whoever typed it knew it."""
    if item.label != "Address":
        return "part" not in matched
    typed, lines = (set(re.findall(r"[^\W_]+", words.casefold())) for words in (text, item.name))
    return lines <= typed


def _with_people(
    consultation: Consultation, text: str, hits: list[tuple[Element, str, float]]
) -> list[Hit]:
    behind = _people_behind(consultation, (item.place for item, _, _ in hits))
    people = [item.id for item, _, _ in hits if item.label == "Person"]
    rows = consultation.read(load("view/people/roles"), ids=people)
    # Whoever types a whole number or address knows it; a street or a part of a number is no
    # knowledge of whose it is, and must not list where victims are.
    guessed = Guard(consultation.known)
    guessed.judge(item.place for item, matched, _ in hits if not _is_known(text, item, matched))
    shown = []
    for item, matched, score in hits:
        group = [
            row
            for row in behind
            if (row["label"], row["id"]) == item.place
            and not (
                guessed.cuts(row["role"], ("Person", row["person"]), item.place)
                and not _is_known(text, item, matched)
            )
        ]
        roles = tuple(row for row in rows if item.label == "Person" and row["id"] == item.id)
        left_out = sum((row["label"], row["id"]) == item.place for row in behind) - len(group)
        total = group[0]["total"] - left_out if group else 0
        shown.append(Hit(item, matched, score, tuple(group), total, roles))
    return shown


def _people_behind(
    consultation: Consultation, places: Iterable[NodeKey]
) -> list[ViewElementsPeople]:
    nodes = [{"label": label, "id": id_} for label, id_ in places if label != "Person"]
    return consultation.read(load("view/elements/people"), nodes=nodes, most=8) if nodes else []
