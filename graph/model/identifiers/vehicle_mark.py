"""Registration marks of vehicles.

The formats are those of the DVLA's guide INF104 and of Northern Ireland: since 2001 AB12 CDE;
1983 to 2001 A123 BCD (prefix); 1963 to 1983 ABC 123D (suffix); before that, and in Northern
Ireland to this day, one to three letters and up to four digits in either order (AB 1234,
AIZ 1234, 1234 IZ).
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.identifiers.kind import Example, Kind, Sought, alike

_BRITISH = "[A-HJ-Z]"  # an I stands in no British mark; a Q only in invented ones
_IRISH = "(?:I[ABGJLW]|[JOUX]I|[A-Z]Z)"  # the counties of Northern Ireland
_TWO, _THREE = f"(?:{_BRITISH}{{2}}|{_IRISH})", f"(?:{_BRITISH}{{3}}|[A-Z]{_IRISH})"
_FORMATS = tuple(
    (re.compile(shape), re.compile(parts), places)
    for shape, parts, places in (
        (f"{_BRITISH}{{2}}[0-9]{{2}}{_BRITISH}{{3}}", "(..)(..)(...)", "ada"),
        (f"[A-HJ-NP-TV-Y][1-9][0-9]{{0,2}}{_BRITISH}{{3}}", "(.)(.+)(...)", "ada"),
        (f"{_BRITISH}{{3}}[1-9][0-9]{{0,2}}[A-HJ-NPRSTV-Y]", "(...)(.+)(.)", "ada"),
        ("[A-Z][1-9][0-9]{0,3}", "(.)(.+)", "ad"),
        (f"{_TWO}[1-9][0-9]{{0,3}}", "(..)(.+)", "ad"),
        (f"{_BRITISH}{{3}}[1-9][0-9]{{0,2}}", "(...)(.+)", "ad"),
        (f"[A-Z]{_IRISH}[1-9][0-9]{{0,3}}", "(...)(.+)", "ad"),
        ("[1-9][0-9]{0,3}[A-Z]", "(.+)(.)", "da"),
        (f"[1-9][0-9]{{0,3}}{_TWO}", "(.+)(..)", "da"),
        (f"[1-9][0-9]{{0,2}}{_THREE}", "(.+)(...)", "da"),
    )
)
"""The shape of a format, how it is cut, and whether letters (a) or digits (d) stand there."""
_WITHOUT_DATE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,3}|[1-9][0-9]{0,3}[A-Z]{1,3}")
_FOLDS = {"a": str.maketrans("01", "OI"), "d": str.maketrans("OI", "01")}


@lru_cache(maxsize=8192)
def _folded(written: str) -> str | None:
    mark = re.sub(r"[\s\-.]+", "", written).upper()
    if not re.fullmatch(r"[A-Z0-9]{2,8}", mark) or alike(mark):
        return None
    if mark.isdigit() or mark.isalpha():
        return mark
    if _WITHOUT_DATE.fullmatch(mark) or any(shape.fullmatch(mark) for shape, _, _ in _FORMATS):
        return mark
    readings = _readings(mark)
    return readings.pop() if len(readings) == 1 else mark


def _readings(mark: str) -> set[str]:
    """The marks that this is with O for 0, I for 1, or the other way, by place in a format."""
    readings = set()
    for shape, parts, places in _FORMATS:
        if cut := parts.fullmatch(mark):
            pairs = zip(cut.groups(), places, strict=True)
            reading = "".join(part.translate(_FOLDS[place]) for part, place in pairs)
            if shape.fullmatch(reading):
                readings.add(reading)
    return readings


class VehicleMark(Kind):
    """A registration mark without spaces; O and 0, I and 1 are told apart by its format.

    A mark that fits no format, or several, stays as it is: foreign ones do.
    """

    name = "vehicle mark"
    caption = "registration mark"
    label = "Vehicle"
    refusal = "is not the shape of a registration mark"
    examples = (
        Example("ab12 cde", "AB12CDE"),
        Example("ABI2 CDE", "AB12CDE"),
        Example("A123 BCD", "A123BCD"),
        Example("ABC 1O1D", "ABC101D"),
        Example("AB 1234", "AB1234"),
        Example("1234 AB", "1234AB"),
        Example("IZ 1234", "IZ1234"),
        Example("A1Z 1234", "AIZ1234"),
    )

    def clean(self, written: str) -> str | None:
        return _folded(written)

    def key(self, written: str, _service: str = "") -> str | None:
        return _folded(written)

    def sought(self, text: str) -> Sought:
        mark = self.clean(re.sub(r"[^A-Z0-9]", "", text.upper()))
        return Sought(keys=(mark,)) if mark else Sought()


KIND = VehicleMark()
