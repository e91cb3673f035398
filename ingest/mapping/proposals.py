"""What somebody meant who wrote a key or a column that is not there."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_MEANT = {
    "residences": "home homes address addresses lives residence",
    "birth": "dob born date_of_birth birth_date birthdate birthday",
    "other_names": "alias aliases aka nicknames",
    "sex": "gender",
    "phones": "phone tel telephone telephones mobile mobiles",
    "emails": "email mail mails",
    "vehicles": "vehicle car cars",
    "accounts": "account social handles",
    "vrm": "registration reg plate number_plate mark",
    "nominal": "person_number person_id nominal_number urn",
    "employers": "employer work company",
    "occupation": "job profession",
    "reference": "ref crime_number crime_no id_number",
    "recorded_at": "recorded created created_at reported",
    "occurred": "happened when_happened committed date",
    "offence_classes": "offence offences class classes crime_type",
    "summary": "description text mo notes",
    "parties": "persons people party person",
    "relations": "relation relationships ties",
    "roles": "role",
    "blank": "blanks null nulls na_values",
    "delimiter": "separator sep",
    "header": "skip skiprows header_row header_line",
    "start": "first_seen seen_from since",
    "end": "last_seen seen_to",
    "from": "start begin begins earliest",
    "to": "end until latest",
    "one_of": "equals is in any_of value values",
    "not": "not_equal not_in unlike",
    "begins": "starts starts_with startswith begins_with prefix",
    "easting": "eastings grid_x osgb_x",
    "northing": "northings grid_y osgb_y",
    "else": "default or otherwise fallback",
    "postcode": "postal_code zip post_code",
    "locality": "town city",
    "street": "road street_name",
    "format": "formats date_format",
    "also": "keep rest",
}
_BY_WORD: dict[str, list[str]] = {}
for _key, _words in _MEANT.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(_key)


def meant(written: str, known: Collection[str]) -> str:
    """The known name that was probably meant, or ''."""
    by_fold = {name.casefold(): name for name in known}
    word = written.casefold()
    for named in _BY_WORD.get(word.replace(" ", "_"), ()):
        if named in known:
            return named
    if word in by_fold:
        return by_fold[word]
    bare = {_bare(name): name for name in known}
    if _bare(written) in bare:
        return bare[_bare(written)]
    close = get_close_matches(word, by_fold, n=1, cutoff=0.72)
    return by_fold[close[0]] if close else ""


def _bare(name: str) -> str:
    """Letters and digits alone: `Crime No.` and `crime_no` are one."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def did_you_mean(written: str, known: Collection[str]) -> str:
    """`: did you mean x?`, or nothing when nothing is near."""
    name = meant(written, known)
    return f": did you mean {name}?" if name else ""
