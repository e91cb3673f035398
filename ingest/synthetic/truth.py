"""Writes what is true of the region, beside the deliveries.

truth/mentions.jsonl   who is who: force, kind (incident, order), reference, party (the
                       party's reference inside the record, as the force's export names it),
                       person (the id of the true person or organisation, null when nobody
                       knows). One line for every party of every record; versions share it.
truth/people.jsonl     every person mentioned: id, forename, middle, surname, later_surname,
                       birth, sex, ethnicity, force (of residence), household.
truth/cases.jsonl      the planted cases; truth/negatives.jsonl the hard negatives. Fields:
  id, family, note     which case of which family, and what is the matter with it
  suspects, victims    person ids
  incidents, orders    force/reference (as delivered, in order of occurrence), issuer/reference
  expects              [{rule, subjects, ...}]: what a rule of that name should say, and about
                       whom: person ids; for order_breach and on_notice the person and the order
                       (`what` the breach is; `possibly` when it is not certain); for
                       unknown_suspect the incidents and, where one is meant, the person; for
                       alias_accounts the handles
  allows, imitates     rules that may also speak of it; rules that must stay silent about it
  readings             alternative readings of the same facts
  first_report         when the first of its incidents was recorded, ISO 8601 in UTC
truth/summary.json     seed, sizes, dates, counts.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ingest.synthetic.people import SEATS, Population
from ingest.synthetic.world import Party


class Truth:
    """The open files of the truth; a context manager."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.mentions = 0
        self._files = ExitStack()
        path = folder / "mentions.jsonl"
        self._out = self._files.enter_context(path.open("w", encoding="utf-8", newline="\n"))
        self._people = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._files.close()

    def mention(self, record: tuple[str, str, str], ref: str, party: Party) -> None:
        """One party of a record (force, kind, reference), and who it is."""
        force, kind, reference = record
        line = {
            "force": force,
            "kind": kind,
            "reference": reference,
            "party": ref,
            "person": party.person or None,
        }
        self._out.write(json.dumps(line) + "\n")
        self.mentions += 1
        if party.person.startswith("p"):
            self._remember(int(party.person[1:]))

    def _remember(self, number: int) -> None:
        """One bit for each person: a million incidents need a megabyte or two."""
        if number // 8 >= len(self._people):
            self._people.extend(bytes(number // 8 + 1 - len(self._people)))
        self._people[number // 8] |= 1 << number % 8

    def write_people(self, population: Population) -> int:
        """Write everyone that a record mentioned; returns how many they are."""
        count = 0
        with (self.folder / "people.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for octet, bits in enumerate(self._people):
                for bit in range(8):
                    if bits >> bit & 1:
                        count += 1
                        file.write(json.dumps(_person(population, octet * 8 + bit)) + "\n")
        return count

    def write_lines(self, name: str, lines: list[dict[str, Any]]) -> None:
        """Write one JSON object a line."""
        with (self.folder / name).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)

    def write_summary(self, summary: dict[str, Any]) -> None:
        """Write the counts."""
        text = json.dumps(summary, indent=1) + "\n"
        (self.folder / "summary.json").write_text(text, encoding="utf-8")


def _person(population: Population, number: int) -> dict[str, Any]:
    person = population.person(number)
    return {
        "id": person.id,
        "forename": person.forename,
        "middle": person.middle,
        "surname": person.surname,
        "later_surname": person.later_surname,
        "birth": person.birth.isoformat(),
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "force": population.household(number // SEATS).force,
        "household": person.household,
    }
