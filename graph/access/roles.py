"""What each role may do: the one table. The session asks it; docs/roles.md and the page show it.

A right is an action of the audit, so that what may be done and what is written down cannot differ.
Nobody's clearance or compartments follow from the role: they are the account's.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

RIGHTS = {
    "consultation": "search, pages, questions, why",
    "reception": "see what was shared with one's own account, and nothing else",
    "api": "come from another system, by a token",
    "alteration": "judge, answer flags, rebuild",
    "combination": "nights, who is who",
    "collection": "take deliveries in",
    "disclosure": "take data out: files, exports, sharing",
    "erasure": "withdraw and erase",
    "oversight": "see and take out figures of outcomes, orders and gaps, and nobody's case",
    "audit": "read, verify and export the audit",
    "accounts": "add, change and end accounts",
}
"""Each right, and what it lets somebody do."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role's name, whom it is for, and its rights."""

    name: str
    whom: str
    rights: frozenset[str]


def _role(name: str, whom: str, *rights: str) -> Role:
    unknown = set(rights) - set(RIGHTS)
    if unknown:
        raise ValueError(f"no such right: {', '.join(sorted(unknown))}")
    return Role(name, whom, frozenset(rights))


OWNER = "owner"
SUPPORT = "support"
ROLES = {
    role.name: role
    for role in (
        _role("investigator", "works on cases", "consultation", "alteration"),
        _role(
            "analyst", "explores, and takes charts out",
            "consultation", "alteration", "disclosure",
        ),
        _role(
            "supervisor", "decides on sharing and erasure",
            "consultation", "alteration", "disclosure", "erasure", "oversight",
        ),
        _role("auditor", "sees who looked at what, and none of the cases", "audit", "oversight"),
        _role(
            "administrator", "runs the installation, and sees none of the cases",
            "accounts", "collection", "combination", "alteration",
        ),
        _role(
            SUPPORT, "a support service: sees what was shared with it, nothing else", "reception"
        ),
        _role(
            "service", "nights that nobody starts",
            "consultation", "alteration", "combination", "collection", "disclosure",
        ),
        _role("system", "another system that reads", "consultation", "api"),
        _role(
            "correspondent", "another system that reads, and answers flags",
            "consultation", "api", "alteration",
        ),
        _role(
            OWNER, "whoever owns the data folder, as long as it has no accounts",
            *(right for right in RIGHTS if right not in ("reception", "api")),
        ),
    )
}  # fmt: skip
GIVEN = tuple(name for name in ROLES if name != OWNER)
"""The roles that an account may have."""


def may(role: str, right: str) -> bool:
    """Whether a role has a right; a role or right that nobody knows has none."""
    known = ROLES.get(role)
    return known is not None and right in known.rights


def page() -> str:
    """docs/roles.md: the table as a page. `python -m graph.access.roles` prints it."""
    head = "| | " + " | ".join(RIGHTS) + " |"
    rows = [
        f"| **{role.name}**: {role.whom} | "
        + " | ".join("yes" if right in role.rights else "" for right in RIGHTS)
        + " |"
        for role in ROLES.values()
    ]
    rights = [f"| {right} | {what} |" for right, what in RIGHTS.items()]
    return "\n".join(
        [
            "# Roles",
            "",
            "What each role may do. Made by `python -m graph.access.roles`; the table itself is",
            "[graph/access/roles.py](../graph/access/roles.py). What somebody may *see* follows",
            "from the clearance and compartments of the account, and from victim safety, whatever",
            "the role.",
            "",
            head,
            "|---|" + "---|" * len(RIGHTS),
            *rows,
            "",
            "| right | lets somebody |",
            "|---|---|",
            *rights,
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(page() + "\n")
