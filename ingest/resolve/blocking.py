"""Which pairs of mentions are worth comparing: each mention has keys, equal keys propose.

A blocking rule is a way to be found although something else is wrong. A block is all mentions of
one key; one above its rule's cap is no reason to compare (a common name, a hostel, a
switchboard). What names one person has a high cap, so that somebody of hundreds of records
stays whole. Rules that tell little have a low cap and are hints: where more than a few share
the key, it takes two of them to propose a pair, or one beside any other rule.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from graph.identity.partition import MOST

CAP = 200
PERSON = MOST
ALONE = 12
"""Mentions in a block up to which a hint counts as a rule of its own."""


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """`key` is an expression over `mentions`; `each` lists whose values stand in it as `value`."""

    name: str
    key: str
    where: str = "true"
    each: str = ""
    cap: int = CAP
    hint: bool = False


_FULL = "len(birth) = 8"
_SOUNDS = "least(forename_sound, surname_sound) || ' ' || greatest(forename_sound, surname_sound)"
_HEARD = "len(surname_sound) > 1"
_PLACED = "forename[1] || surname[1] || birth_place"
BLOCKING_RULES = (
    BlockingRule("person number", "nominal", cap=PERSON),
    BlockingRule(
        "name and date of birth",
        "least(forename, surname) || ' ' || greatest(forename, surname) || birth",
        _FULL,
        cap=PERSON,
    ),
    BlockingRule(
        "forename or another form of it, and surname, in either order",
        "least(value, surname) || ' ' || greatest(value, surname)",
        each="given",
        cap=25,
    ),
    BlockingRule(
        "former, double or alias surname, and forename",
        "least(value, forename) || ' ' || greatest(value, forename)",
        each="surnames",
        cap=25,
    ),
    BlockingRule("surname and date of birth", "value || birth", _FULL, each="surnames"),
    BlockingRule("forename and date of birth", "value || birth", _FULL, each="given"),
    BlockingRule("initials and date of birth", "forename[1] || surname[1] || birth", _FULL),
    BlockingRule("name and district", "forename[:3] || surname[:4] || outcode"),
    BlockingRule("sounds of both names, in either order", _SOUNDS, _HEARD, cap=25),
    BlockingRule(
        "sound of the name and year of birth", "forename[1] || surname_sound || birth[:4]", cap=50
    ),
    BlockingRule(
        "sound of the name and day of birth",
        "forename[1] || surname_sound || birth[5:8]",
        _FULL,
        cap=50,
    ),
    BlockingRule("sound of the surname and district", "surname_sound || outcode", cap=50),
    BlockingRule("forename and district", "value || outcode", each="given", cap=50),
    BlockingRule(
        "start of the surname and date of birth, day and month in either order",
        "surname[:3] || birth[:4] || least(birth[5:6], birth[7:8]) "
        "|| greatest(birth[5:6], birth[7:8])",
        _FULL,
    ),
    BlockingRule(
        "surname, initial and place of birth", "surname || forename[1] || birth_place", cap=50
    ),
    BlockingRule(
        "sound of the surname and place of birth", "surname_sound || birth_place[:5]", cap=50
    ),
    BlockingRule("surname and place of birth", "value || birth_place", each="surnames", cap=50),
    BlockingRule("forename and place of birth", "value || birth_place", each="given", cap=50),
    BlockingRule("place and date of birth", "birth_place || birth", _FULL, cap=50),
    BlockingRule("phone", "value", each="phones"),
    BlockingRule("account", "value", each="accounts"),
    BlockingRule("e-mail name", "split_part(mail, '@', 1)", "strpos(mail, '@') > 4", cap=50),
    BlockingRule("address", "value", each="addresses"),
    BlockingRule("street and town", "street || '|' || locality"),
    BlockingRule("street and start of the forename", "street || forename[:2]"),
    BlockingRule("street and year of birth", "street || birth[:4]"),
    BlockingRule("postcode and start of the surname", "value || surname[:3]", each="postcodes"),
    BlockingRule("postcode and start of the forename", "value || forename[:3]", each="postcodes"),
    BlockingRule("postcode and year of birth", "value || birth[:4]", each="postcodes"),
    BlockingRule("postcode", "value", each="postcodes", cap=12),
    BlockingRule("town and starts of the names", "locality || forename[:2] || surname[:2]", cap=50),
    BlockingRule("town and date of birth", "locality || birth", cap=50),
    BlockingRule("town and start of the forename", "locality || forename[:3]", cap=20, hint=True),
    BlockingRule("town and start of the surname", "locality || surname[:3]", cap=20, hint=True),
    BlockingRule("town and year of birth", "locality || birth[:4]", cap=20, hint=True),
    BlockingRule("place and year of birth", "birth_place || birth[:4]", cap=30, hint=True),
    BlockingRule("place of birth and initials", _PLACED, cap=30, hint=True),
    BlockingRule("surname", "surname", cap=30, hint=True),
    BlockingRule("forename", "forename", cap=30, hint=True),
    BlockingRule("date of birth", "birth", cap=20, hint=True),
    BlockingRule(
        "initials and year of birth", "forename[1] || surname[1] || birth[:4]", cap=15, hint=True
    ),
    BlockingRule("starts of the names", "forename[:3] || surname[:3]", cap=20, hint=True),
)
NAMES = [rule.name for rule in BLOCKING_RULES]
HINTS = next(number for number, rule in enumerate(BLOCKING_RULES) if rule.hint)
"""The number of the first rule that is a hint; all after it are."""
VERSION = hashlib.sha256(repr((BLOCKING_RULES, ALONE)).encode()).hexdigest()[:12]
"""A work file made by other rules is made anew."""


def keys_sql(source: str) -> str:
    """(i, blocking_rule, key) of every mention in the table `source`; a key is a 64-bit hash."""
    once = [_part(number, rule) for number, rule in enumerate(BLOCKING_RULES) if not rule.each]
    several = [_part(number, rule) for number, rule in enumerate(BLOCKING_RULES) if rule.each]
    return (
        f"WITH mentions AS MATERIALIZED (SELECT * FROM {source}) "
        f"{' UNION ALL '.join(once)} UNION ALL "
        f"SELECT DISTINCT i, blocking_rule, key FROM ({' UNION ALL '.join(several)})"
    )


def _part(number: int, rule: BlockingRule) -> str:
    begin = (
        f"SELECT i, {number}::UTINYINT AS blocking_rule, hash({number}, {rule.key}) AS key FROM "
    )
    if not rule.each:
        return begin + f"mentions WHERE ({rule.where}) AND ({rule.key}) IS NOT NULL"
    return (
        begin + f"(SELECT *, unnest({rule.each}) AS value FROM mentions WHERE {rule.where}) "
        f"WHERE ({rule.key}) IS NOT NULL"
    )


def cap_of(number: str) -> str:
    """The cap of the rule whose number the SQL expression `number` gives, as SQL."""
    return f"([{', '.join(str(its.cap) for its in BLOCKING_RULES)}])[{number} + 1]"
