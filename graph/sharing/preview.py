"""What a support service would see of a case, before anybody shares it: exactly that.

A person chooses whose case, with whom, which sections, and which texts are cleared; handling
decides before any choice. A preview has a code, and only what was previewed can be shared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from graph.access.accounts import Account, Accounts
from graph.access.roles import may
from graph.access.session import Consultation, Session
from graph.errors import InputError
from graph.flags.dispositions import one
from graph.flags.store import named_flags
from graph.queries import load
from graph.settings import Settings
from graph.sharing.case import Case, read_case
from graph.sharing.handling import held_back
from graph.sharing.sheet import SECTIONS, Sheet, Text, compose, texts

CHOSEN = ("risk", "chronology", "orders", "rights")
"""What is shared unless somebody chooses otherwise: everything but the suspect's name."""
SUBJECTS = ("victim_id", "protected_id", "person_id")


@dataclass(frozen=True, slots=True)
class Recipient:
    """With whom: the account of a support service, or an organisation that gets a file."""

    account: str = ""
    organisation: str = ""
    clearance: int = 0

    @property
    def name(self) -> str:
        """What the pages call them."""
        return self.account or self.organisation


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose to share: sections of SECTIONS, and cleared texts by record."""

    sections: tuple[str, ...] = CHOSEN
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what the service would see. `held_back` is (record, why) of what may not leave,
    `texts` what a person may clear; `code` says that it was previewed."""

    person: str
    recipient: Recipient
    choice: Choice
    sheet: Sheet
    held_back: tuple[tuple[str, str], ...]
    texts: tuple[Text, ...]
    mentions: tuple[str, ...]
    cleared: tuple[str, ...]

    @property
    def code(self) -> str:
        """The same as long as the same would be seen by the same."""
        parts = (self.sheet.digest, self.recipient.name, *self.mentions, *self.cleared)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    def confirm(self, code: str) -> None:
        """InputError unless that is the code: what would be seen is no longer what was seen."""
        if code != self.code:
            raise InputError(
                "what would be seen is not what was previewed: look at the preview again first"
            )


def recipient(settings: Settings, account: str = "", organisation: str = "") -> Recipient:
    """With whom to share. InputError unless it is just one, an account that can come in."""
    if bool(account.strip()) == bool(organisation.strip()):
        raise InputError("a case is shared with an account or an organisation: name one of them")
    if organisation:
        if len(organisation) > 200 or not organisation.isprintable():
            raise InputError("an organisation has a name of up to 200 printable characters")
        return Recipient(organisation=organisation.strip())
    for each in _services(settings):
        if each.name.casefold() == account.strip().casefold():
            return Recipient(each.name, clearance=each.clearance)
    raise InputError(
        f"there is no support service with an account {account!r}: an administrator adds one"
        " with `throughline users add --role support`"
    )


def services(settings: Settings) -> list[str]:
    """The accounts that a case can be shared with, by name."""
    return [each.name for each in _services(settings)]


def _services(settings: Settings) -> list[Account]:
    if not settings.accounts.exists():
        return []
    listed = Accounts(settings.accounts).listed()
    return [each for each in listed if may(each.role, "reception") and not each.disabled]


def preview(session: Session, whose: str, to: Recipient, choice: Choice) -> Preview:
    """What would be seen of the case of a person, or of a flag (its id).

    InputError when nothing was done to that person, or a text cannot be cleared.
    """
    if not choice.sections or set(choice.sections) - set(SECTIONS):
        raise InputError(f"the sections of a case are {', '.join(SECTIONS)}: give one or more")
    consultation = session.consult("share preview", of=whose, to=to.name)
    person, within = _whose(consultation, whose)
    rows = consultation.read(load("view/people/mentions"), id=person)
    case = read_case(consultation, [row["mention"] for row in rows])
    theirs = tuple(
        each
        for each in case.entries
        if each.done_to_them and (not within or each.record.id in within)
    )
    if not theirs:
        raise InputError(
            "no record that you may see says that anything was done to this person: a case is"
            " shared of whom something was done to"
        )
    leaving = leaves(replace(case, entries=theirs), to.clearance)
    written = texts(consultation, leaving, choice.sections)
    cleared = marks(written, choice.cleared)
    reasons = ((e.record.key, held_back(e.record, e.level, to.clearance)) for e in theirs)
    return Preview(
        person,
        to,
        choice,
        compose(consultation, leaving, choice.sections, cleared),
        tuple((key, why) for key, why in reasons if why),
        tuple(written),
        tuple(sorted({mention for each in leaving.entries for mention in each.mentions})),
        cleared,
    )


def marks(written: Iterable[Text], records: Collection[str]) -> tuple[str, ...]:
    """What clears the texts of these records (their keys). InputError when one may not leave."""
    by_record = {text.record: text for text in written}
    for record in sorted(records):
        text = by_record.get(record)
        if text is None:
            raise InputError(f"there are no words to clear in {record}: the preview lists them")
        if text.refused:
            raise InputError(
                f"the words of {record} hold {text.refused}: they cannot be cleared; leave them out"
            )
    return tuple(sorted(by_record[record].mark for record in set(records)))


def _whose(consultation: Consultation, whose: str) -> tuple[str, frozenset[str]]:
    """A person, and no records; or the one whom a flag is about, and its records."""
    if consultation.read(load("view/elements/known"), nodes=[{"label": "Person", "id": whose}]):
        return whose, frozenset()
    flag = one(consultation, whose)
    (found,) = named_flags(consultation, [flag["id"]])
    named = [found.columns.get(column) for column in SUBJECTS]
    people = [each for each in named if isinstance(each, str)]
    if not people:
        raise InputError("this flag is about no one victim: give the id of the person instead")
    return people[0], frozenset(found.record_ids)


def leaves(case: Case, clearance: int) -> Case:
    """The part of a case that may leave for somebody cleared so far."""
    entries = (
        each
        for each in case.entries
        if each.done_to_them and not held_back(each.record, each.level, clearance)
    )
    return replace(case, entries=tuple(entries))
