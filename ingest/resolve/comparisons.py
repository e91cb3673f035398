"""What is compared between two mentions: the Splink settings of the person model.

Each comparison is a ladder of levels, best first; a level that cannot be judged because
something is missing says nothing. `m` is the chance of a level among pairs that are one
person, `u` among pairs that are not; both are starting values, learnt again by training.
A level with a term-frequency column weighs a rare value more than a common one. Sex,
ethnicity and force are no column here, so they cannot score.
"""

from __future__ import annotations

from typing import Any

from splink import SettingsCreator

from graph.model.names import GENERATIONS
from graph.model.names_spelling import LITTLE

ComparisonLevel = tuple[str, str, float, float, str]
"""(label, condition, m, u, term-frequency column or '')."""

NULL = "null"


def _same(column: str) -> str:
    return f"{column}_l = {column}_r"


def _shared(column: str) -> str:
    return f"list_has_any({column}_l, {column}_r)"


def _missing(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _alike(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _digits(left: int, right: int, length: int) -> str:
    """Whether two dates of birth have the same digits from these places on, counted from 1."""
    return f"substring(birth_l, {left}, {length}) = substring(birth_r, {right}, {length})"


def _where(cheap: str, dear: str) -> str:
    """Both; the dear condition is looked at only where the cheap one holds, unlike with AND."""
    return f"CASE WHEN {cheap} THEN {dear} ELSE false END"


def _slips(column: str, most: int) -> str:
    """Whether so many slips, of which two letters changing places is one, are all that differs.

    Such a distance is ten times as dear as one without transpositions, which is at most twice it.
    """
    pair = f"{column}_l, {column}_r"
    near = _where(f"levenshtein({pair}) <= {2 * most}", f"damerau_levenshtein({pair}) <= {most}")
    long = f"abs(len({column}_l) - len({column}_r)) <= {most}"
    return f"CASE WHEN {_same(column)} THEN true WHEN {long} THEN {near} ELSE false END"


def _spelt(column: str) -> str:
    """One slip in a word of four letters or more, two from eight on.

    Jaro-Winkler would call Luxford and Luxon one: a common beginning is no likeness.
    """
    longer = f"greatest(len({column}_l), len({column}_r))"
    one, two = _slips(column, 1), _slips(column, 2)
    same_start = f"{column}_l[1] = {column}_r[1]"
    return f"(({longer} > 3 AND {one}) OR ({longer} > 7 AND {same_start} AND {two}))"


def _nearly(left: str, right: str, least: float = 0.85) -> str:
    """What a bad hand or scan leaves of a word: Jaro's similarity, without Winkler's bonus.

    A word that is another's beginning (Ford, Fordham) is another word.
    """
    return _where(
        f"abs(len({left}) - len({right})) < 3", f"jaro_similarity({left}, {right}) >= {least}"
    )


def _sounds(column: str) -> str:
    """The same consonants as they sound, and half of the letters."""
    same = f"{column}_sound_l = {column}_sound_r"
    longer = f"greatest(len({column}_l), len({column}_r))"
    return _where(same, f"levenshtein({column}_l, {column}_r) <= {longer} // 2")


def _in_two_scripts(column: str) -> str:
    """The same consonants, where one of the two is in a script that has no vowels."""
    pair = f"{column}_sound_l, {column}_sound_r"
    slips = f"CASE WHEN least(len({column}_sound_l), len({column}_sound_r)) > 2 THEN 1 ELSE 0 END"
    apart = "script_l <> script_r"
    bare = " = ".join(f"replace({column}_sound_{side}, 'f', '')" for side in "lr")
    # Of a v, which sounds as f, Hebrew may leave nothing.
    return _where(apart, f"(levenshtein({pair}) <= {slips} OR {bare})")


# The first letters are compared first: they spare most pairs the dear comparison.
_LEFT = "forename_l[1] = surname_r[1]"
_RIGHT = "surname_l[1] = forename_r[1]"
_ENDS = ("forename_l", "surname_r"), ("surname_l", "forename_r")
_EACH_WAY = "list_has_any(given_l, surnames_r) AND list_has_any(surnames_l, given_r)"
CROSSED = (
    f"({_where(f'{_LEFT} AND {_RIGHT}', ' AND '.join(_nearly(*ends) for ends in _ENDS))} "
    f"OR ({_EACH_WAY}))"
)
ONE_CROSSED = " OR ".join(
    f"({_where(start, _nearly(*ends, least=0.9))})"
    for start, ends in zip((_LEFT, _RIGHT), _ENDS, strict=True)
)
_SURNAMES = (
    f"{_shared('surnames')} OR list_has_any(middles_l, surnames_r) "
    "OR list_has_any(surnames_l, middles_r)"
)
_SAYS_LITTLE = " OR ".join(
    f"surname_{side} IN ({', '.join(repr(name) for name in sorted(LITTLE))})" for side in "lr"
)
_CALLED = " OR ".join(
    f"(forename_{one} = 'muhammad' AND list_has_any(middles_{other}, given_{one}))"
    for one, other in ("lr", "rl")
)
"""Who is written as Muhammad alone may be called by the name that follows it elsewhere."""
MANY_BEAR = "same surname, that many bear"
"""Kaur, Singh, Begum: no family is told by it, however few of the data at hand bear it."""
FORENAME: list[ComparisonLevel] = [
    (NULL, _missing("forename"), 0, 0, ""),
    ("same forename", _same("forename"), 0.72, 0.01, "forename"),
    ("forename and surname change places", CROSSED, 0.015, 0.00002, ""),
    ("nickname, middle name or alias", f"{_shared('given')} OR {_CALLED}", 0.1, 0.008, ""),
    ("one name stands in the place of the other", ONE_CROSSED, 0.005, 0.0005, ""),
    ("forename in another script", _in_two_scripts("forename"), 0.005, 0.0005, ""),
    ("forename but for a slip", _spelt("forename"), 0.06, 0.003, ""),
    ("forename of the same sound", _sounds("forename"), 0.01, 0.002, ""),
    (
        "initial",
        "forename_l[1] = forename_r[1] AND (len(forename_l) = 1 OR len(forename_r) = 1)",
        0.02,
        0.003,
        "",
    ),
    ("forename alike", _nearly("forename_l", "forename_r"), 0.03, 0.02, ""),
    ("other forename", "ELSE", 0.06, 0.95, ""),
]
SURNAME: list[ComparisonLevel] = [
    (NULL, f"{_missing('surname')} OR (surname_l <> surname_r AND ({_SAYS_LITTLE}))", 0, 0, ""),
    (MANY_BEAR, f"{_same('surname')} AND ({_SAYS_LITTLE})", 0.01, 0.003, ""),
    ("same surname", _same("surname"), 0.82, 0.002, "surname"),
    ("surname and forename change places", CROSSED, 0.015, 0.00002, ""),
    ("former, double or alias surname", _SURNAMES, 0.03, 0.0005, ""),
    (
        "stands in the place of a forename",
        f"(forename_l IS NULL OR forename_r IS NULL) AND ({ONE_CROSSED})",
        0.005,
        0.0005,
        "",
    ),
    ("surname in another script", _in_two_scripts("surname"), 0.005, 0.0005, ""),
    ("surname but for a slip", _spelt("surname"), 0.07, 0.002, ""),
    ("surname of the same sound", _sounds("surname"), 0.01, 0.002, ""),
    ("surname alike", _nearly("surname_l", "surname_r"), 0.02, 0.008, ""),
    ("other surname", "ELSE", 0.04, 0.98, ""),
]
ANOTHER_GENERATION = "father and son of one name"
_MARKS = ", ".join(repr(mark) for mark in sorted(GENERATIONS))
MIDDLE: list[ComparisonLevel] = [
    (NULL, _missing("middle"), 0, 0, ""),
    ("same middle name", _same("middle"), 0.75, 0.03, ""),
    (
        "one given name in another order",
        "list_has_any(middles_l, given_r) OR list_has_any(middles_r, given_l)",
        0.08,
        0.02,
        "",
    ),
    (ANOTHER_GENERATION, f"middle_l IN ({_MARKS}) AND middle_r IN ({_MARKS})", 0.01, 0.001, ""),
    (
        "middle initial",
        "middle_l[1] = middle_r[1] AND (len(middle_l) = 1 OR len(middle_r) = 1)",
        0.08,
        0.02,
        "",
    ),
    ("middle name but for a slip", _spelt("middle"), 0.06, 0.004, ""),
    ("other middle name", "ELSE", 0.03, 0.926, ""),
]
_YEARS = [f"CAST(substring(birth_{side}, 1, 4) AS INTEGER)" for side in "lr"]
_GENERATION = f"abs({_YEARS[0]} - {_YEARS[1]}) >= 14"
BIRTH: list[ComparisonLevel] = [
    (NULL, "birth_l IS NULL OR birth_r IS NULL", 0, 0, ""),
    (
        "agrees as far as known",
        "(len(birth_l) < 8 OR len(birth_r) < 8) AND "
        "(starts_with(birth_l, birth_r) OR starts_with(birth_r, birth_l))",
        0.05,
        0.015,
        "",
    ),
    ("less than a date, and another", "len(birth_l) < 8 OR len(birth_r) < 8", 0.005, 0.03, ""),
    ("same date of birth", _same("birth"), 0.8, 0.00005, "birth"),
    (
        "day and month change places",
        f"{_digits(1, 1, 4)} AND {_digits(5, 7, 2)} AND {_digits(7, 5, 2)}",
        0.02,
        0.00005,
        "",
    ),
    ("one digit differs", "hamming(birth_l, birth_r) = 1", 0.06, 0.001, ""),
    ("two digits differ", "hamming(birth_l, birth_r) = 2", 0.03, 0.01, ""),
    ("year and month agree", _digits(1, 1, 6), 0.02, 0.001, ""),
    ("day and month agree", _digits(5, 5, 4), 0.02, 0.0027, ""),
    ("year agrees", _digits(1, 1, 4), 0.015, 0.015, ""),
    (
        "three digits differ",
        f"hamming(birth_l, birth_r) = 3 AND NOT {_GENERATION}",
        0.006,
        0.03,
        "",
    ),
    ("born a generation apart", _GENERATION, 0.002, 0.6, ""),
    ("other date of birth", "ELSE", 0.01, 0.95, ""),
]
_STREET = _alike("street", 0.93)
_TOWN = _alike("locality", 0.93)
_SHARED_CODE = _shared("postcodes")
_CODE = f"({_SHARED_CODE} OR {_slips('postcode', 1)})"
REPEATED = {"street_alike": _STREET, "town_alike": _TOWN, "code_shared": _SHARED_CODE}
"""Conditions that stand in several levels, and a name for each."""
# One ladder, because the parts of an address go together: whoever lives in the street lives in
# the town, and to add both up would make one person of a household.
PLACE: list[ComparisonLevel] = [
    (NULL, f"({_missing('place')})", 0, 0, ""),
    ("same address, of one or two", _shared("rare_places"), 0.25, 0.00002, ""),
    ("same address, of a household", _shared("few_places"), 0.2, 0.00005, ""),
    (
        "street, town and postcode but for slips",
        _where(_STREET, f"{_TOWN} AND {_CODE}"),
        0.1,
        2e-5,
        "",
    ),
    ("street and postcode but for slips", _where(_STREET, _CODE), 0.05, 0.00005, ""),
    ("street and town but for slips", _where(_STREET, _TOWN), 0.05, 0.00005, ""),
    ("same postcode and town", _where(_TOWN, _SHARED_CODE), 0.05, 0.0005, ""),
    ("same postcode", "len(postcode_l) > 4 AND " + _SHARED_CODE, 0.05, 0.0002, ""),
    ("postcode but for a slip, and town", _where(_TOWN, _CODE), 0.02, 0.001, ""),
    ("street alike", _STREET, 0.02, 0.0005, ""),
    ("same address, of many", _shared("many_places"), 0.03, 0.001, ""),
    ("same postcode district", _same("outcode"), 0.1, 0.01, ""),
    ("same town", _same("locality"), 0.05, 0.01, ""),
    ("other place", "ELSE", 0.08, 0.975, ""),
]
PHONE: list[ComparisonLevel] = [
    (NULL, _missing("phone"), 0, 0, ""),
    ("same phone, of one or two", _shared("rare_phones"), 0.5, 0.00002, ""),
    ("same phone, of a few", _shared("few_phones"), 0.15, 0.00005, ""),
    ("same phone, of many", _shared("many_phones"), 0.02, 0.001, ""),
    ("other phone", "ELSE", 0.33, 0.998, ""),
]
ACCOUNT: list[ComparisonLevel] = [
    (NULL, _missing("account"), 0, 0, ""),
    ("same account, of one or two", _shared("rare_accounts"), 0.6, 0.00002, ""),
    ("same account, of a few", _shared("few_accounts"), 0.1, 0.00005, ""),
    ("same account, of many", _shared("many_accounts"), 0.02, 0.001, ""),
    (
        "account but for a slip",
        "mail_l IS NOT NULL AND (jaro_winkler_similarity(split_part(mail_l, '@', 1), "
        f"split_part(mail_r, '@', 1)) >= 0.92 OR {_slips('mail', 2)})",
        0.08,
        0.001,
        "",
    ),
    ("other account", "ELSE", 0.2, 0.998, ""),
]
NUMBER: list[ComparisonLevel] = [
    (
        NULL,
        _missing("nominal") + " OR split_part(nominal_l, '|', 1) <> split_part(nominal_r, '|', 1)",
        0,
        0,
        "",
    ),
    # A force gives a number to one person: it needs no name beside it (POLE, St Louis have none).
    ("same person number of one force", _same("nominal"), 0.9, 0.000001, ""),
    ("other person number of one force", "ELSE", 0.1, 0.999999, ""),
]
ORIGIN: list[ComparisonLevel] = [
    (NULL, _missing("birth_place"), 0, 0, ""),
    ("same place of birth", _same("birth_place"), 0.8, 0.02, "birth_place"),
    ("place of birth but for a slip", _spelt("birth_place"), 0.08, 0.01, ""),
    ("other place of birth", "ELSE", 0.12, 0.97, ""),
]
WORK: list[ComparisonLevel] = [
    (NULL, _missing("occupation"), 0, 0, ""),
    ("same occupation", _same("occupation"), 0.6, 0.03, "occupation"),
    ("other occupation", "ELSE", 0.4, 0.97, ""),
]
ROLL: list[ComparisonLevel] = [
    # A list has nothing in common with itself when it is empty; Spark knows no `len` of lists.
    (NULL, " OR ".join(f"NOT list_has_any(rolls_{x}, rolls_{x})" for x in "lr"), 0, 0, ""),
    # No evidence but a rule: such a pair is never joined, whatever it weighs.
    ("two entries of one roll", _shared("rolls"), 0.5, 0.5, ""),
    ("other rolls", "ELSE", 0.5, 0.5, ""),
]

NAMES = ("forename", "surname", "middle")
COMPARISONS: dict[str, list[ComparisonLevel]] = {
    "forename": FORENAME,
    "surname": SURNAME,
    "middle": MIDDLE,
    "birth": BIRTH,
    "place": PLACE,
    "phone": PHONE,
    "account": ACCOUNT,
    "number": NUMBER,
    "origin": ORIGIN,
    "work": WORK,
    "roll": ROLL,
}
GIVEN = ("number", "roll")
"""Comparisons that mean what they mean: mentions of one number are one row, so no pair of rows
could teach what it is worth, and of one roll none is one person."""
SELDOM, HARDLY = 0.3, 0.1
"""The least share of its `m` at the start that a likeness keeps, and one that is none: what the
data at hand never show is not impossible."""
FREQUENCIES = ("forename", "surname", "birth", "birth_place", "occupation")
"""Columns whose value frequencies weigh a match."""


def settings(prior: float = 0.0001) -> SettingsCreator:
    """The model as it starts, before any training."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="i",
        comparisons=[_comparison(name, levels) for name, levels in COMPARISONS.items()],
        probability_two_random_records_match=prior,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
        max_iterations=15,
        em_convergence=0.001,
    )


def _comparison(name: str, levels: list[ComparisonLevel]) -> dict[str, Any]:
    return {
        "output_column_name": name,
        "comparison_levels": [_comparison_level(level) for level in levels],
    }


def _comparison_level(level: ComparisonLevel) -> dict[str, Any]:
    label, condition, m, u, frequency = level
    made: dict[str, Any] = {"sql_condition": condition, "label_for_charts": label}
    if label == NULL:
        return made | {"is_null_level": True}
    made |= {"m_probability": m, "u_probability": u}
    if frequency:
        made |= {"tf_adjustment_column": frequency, "tf_minimum_u_value": 0.0001}
    return made
