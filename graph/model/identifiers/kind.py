"""What every kind of identifier tells of itself, and the example that shows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from graph.model.keys import join_key

NodeLabel = Literal["Phone", "Vehicle", "Account", "Address"]
"""The label of the node that has an identifier; an address has its postcode beside its id."""


@dataclass(frozen=True, slots=True)
class Example:
    """An identifier as a force writes it and a person types it, and the key that is kept."""

    written: str
    kept: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a typed text is looked up by: ids of nodes, and values whatever their service."""

    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


class Kind(ABC):
    """A kind of identifier. Nothing here guesses: what cannot be of the kind has no key.

    `name` is the word of a record and of a mapping; `says_who` is false where the identifier
    says only where somebody was, or who is watched. `has_service` says that one value may
    belong to several services, countries or authorities. `kept_as` begins the key of an account.
    """

    name: ClassVar[str]
    caption: ClassVar[str]
    label: ClassVar[NodeLabel] = "Account"
    says_who: ClassVar[bool] = True
    has_service: ClassVar[bool] = False
    refusal: ClassVar[str]
    """What is said of anything else: "is not an IP address"."""
    examples: ClassVar[tuple[Example, ...]]

    @property
    def kept_as(self) -> str:
        """The kind under which the graph keeps it: its own name, unless it is a form of another."""
        return self.name

    @abstractmethod
    def clean(self, written: str) -> str | None:
        """The value in its one form, or None; its own result comes back unchanged."""

    def service(self, written: str) -> str:
        """The name of a service in one form."""
        return written.strip().casefold()

    def key(self, written: str, service: str = "") -> str | None:
        """The id of the node, or None for what cannot be of this kind."""
        value = self.clean(written)
        if value is None:
            return None
        if not self.has_service:
            return join_key(self.kept_as, value)
        return join_key(self.kept_as, " ".join(self.service(service).split()), value)

    def shown(self, value: str) -> str:
        """A value that was kept, as people write it."""
        return value

    def validate(self, written: str) -> str | None:
        """The reason why this can be none of the kind, for a remark; None when it can."""
        return self.refusal if self.clean(written) is None else None

    def sought(self, text: str) -> Sought:
        """What a text that a person typed may name; of any service, where there are several."""
        value = self.clean(text)
        if value is None:
            return Sought()
        if self.has_service:
            return Sought(values=(value,))
        return Sought(keys=(join_key(self.kept_as, value),))


def squeezed(written: str, marks: str) -> str:
    """Letters and digits in capitals, without the marks that people put between them."""
    return "".join(written.upper().translate(dict.fromkeys(map(ord, marks))).split())


def alike(text: str) -> bool:
    """Whether every character is the same, as in a number made up to fill a field."""
    return len(set(text)) <= 1


def together(all_sought: Iterable[Sought]) -> Sought:
    """Everything that several kinds look for, each thing once."""
    several = tuple(all_sought)
    keys = {key for each in several for key in each.keys}
    values = {value for each in several for value in each.values}
    return Sought(tuple(sorted(keys)), tuple(sorted(values)))
