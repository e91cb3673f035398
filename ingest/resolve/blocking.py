"""Which pairs of mentions are worth comparing: each mention has keys, equal keys propose.

A rule is a way to be found although something else is wrong. A block is all mentions of
one key; one above CAP is no reason to compare (a common name, a hostel, a switchboard).
"""

from __future__ import annotations

CAP = 200

_SKELETON = "surname[1] || regexp_replace(surname[2:], '[aeiouhwy]', '', 'g')"
_FULL = "len(birth) = 8"

RULES: tuple[tuple[str, str, str], ...] = (
    # (name, key, condition)
    ("person number", "nominal", "true"),
    ("surname and date of birth", "surname || birth", _FULL),
    ("forename and date of birth", "forename || birth", _FULL),
    ("initials and date of birth", "forename[1] || surname[1] || birth", _FULL),
    (
        "name, in either order",
        "least(forename, surname) || ' ' || greatest(forename, surname)",
        "true",
    ),
    ("name and district", "forename[:3] || surname[:4] || outcode", "true"),
    ("sound of the name and year of birth",
     f"forename[1] || {_SKELETON} || birth[:4]", "true"),
    ("sound of the name and day of birth",
     f"forename[1] || {_SKELETON} || birth[5:8]", _FULL),
    ("start of the surname and date of birth, day and month in either order",
     "surname[:3] || birth[:4] || least(birth[5:6], birth[7:8]) "
     "|| greatest(birth[5:6], birth[7:8])", _FULL),
    ("surname, initial and place of birth", "surname || forename[1] || birth_place", "true"),
    ("e-mail name", "split_part(mail, '@', 1)", "strpos(mail, '@') > 4"),
    ("street and town", "street || '|' || locality", "true"),
    ("street and start of the forename", "street || forename[:2]", "true"),
    ("street and year of birth", "street || birth[:4]", "true"),
    ("town and starts of the names", "locality || forename[:2] || surname[:2]", "true"),
    ("town and date of birth", "locality || birth", "true"),
    # These find pairs only where few share the key: a rare name, or few mentions at all.
    ("surname", "surname", "true"),
    ("forename", "forename", "true"),
    ("date of birth", "birth", "true"),
    ("initials and year of birth", "forename[1] || surname[1] || birth[:4]", "true"),
    ("town and start of the forename", "locality || forename[:3]", "true"),
    ("town and start of the surname", "locality || surname[:3]", "true"),
    ("town and year of birth", "locality || birth[:4]", "true"),
    ("start of the names", "forename[:3] || surname[:3]", "true"),
)  # fmt: skip
EACH: tuple[tuple[str, str, str], ...] = (
    # (name, list of values, what is added to each)
    ("phone", "phones", "''"),
    ("account", "accounts", "''"),
    ("address", "addresses", "''"),
    ("address and start of the forename", "addresses", "forename[:2]"),
    ("address and year of birth", "addresses", "birth[:4]"),
    ("postcode and start of the surname", "postcodes", "surname[:3]"),
    ("postcode and start of the forename", "postcodes", "forename[:3]"),
    ("postcode and year of birth", "postcodes", "birth[:4]"),
    ("postcode", "postcodes", "''"),
    ("other forename and surname", "given", "surname"),
    ("other forename and date of birth", "given", f"CASE WHEN {_FULL} THEN birth END"),
    ("other surname and forename", "surnames", "forename"),
    ("other surname and date of birth", "surnames", f"CASE WHEN {_FULL} THEN birth END"),
)
NAMES = [rule[0] for rule in (*RULES, *EACH)]


def keys_sql(source: str) -> str:
    """(i, rule, key) of every mention in the table `source`; keys are hashed to 64 bits."""
    plain = [
        f"SELECT i, {number}::UTINYINT AS rule, hash({number}, {key}) AS key FROM {source} "
        f"WHERE ({condition}) AND ({key}) IS NOT NULL"
        for number, (_, key, condition) in enumerate(RULES)
    ]
    each = [
        f"SELECT i, {number}::UTINYINT AS rule, hash({number}, value || '|' || more) AS key FROM "
        f"(SELECT i, unnest({values}) AS value, {more} AS more FROM {source}) "
        "WHERE value IS NOT NULL AND more IS NOT NULL"
        for number, (_, values, more) in enumerate(EACH, len(RULES))
    ]
    return "SELECT DISTINCT i, rule, key FROM (" + " UNION ALL ".join([*plain, *each]) + ")"
