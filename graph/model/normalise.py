"""One function per identifier: what was written in, its identity out, or None.

Nothing here guesses: what cannot be a number of its kind has no key, and the value as
written stays in the record. Every function gives its own result back unchanged.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers
from stdnum import iban, luhn

from graph.model.record import join_key

_MOBILE_OR_LANDLINE = re.compile(r"0[1-3578]\d{9}")
_NOT_DIGITS = re.compile(r"[\s().\-/]")


@lru_cache(maxsize=8192)
def phone(written: str, region: str = "GB") -> str | None:
    """A telephone number as E.164; None for what cannot be one, and for placeholders."""
    bare = _NOT_DIGITS.sub("", written)
    if len(set(bare.removeprefix("+44").lstrip("0"))) <= 1:
        return None
    if region == "GB" and _MOBILE_OR_LANDLINE.fullmatch(bare):
        return f"+44{bare[1:]}"
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or any(c.isalpha() for c in written):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")


@lru_cache(maxsize=8192)
def postcode(written: str) -> str | None:
    """A UK postcode in capitals with its one space; None for what has not that shape."""
    found = _POSTCODE.fullmatch(re.sub(r"[\s\-]+", "", written).upper())
    return f"{found[1]} {found[2]}" if found else None


_CERTAIN = tuple(
    re.compile(shape)
    for shape in (
        r"[A-Z]{2}[0-9]{2}[A-Z]{3}",  # current
        r"[A-Z][0-9]{1,3}[A-Z]{3}",  # prefix
        r"[A-Z]{3}[0-9]{1,3}[A-Z]",  # suffix
        r"[A-Z]{1,3}[0-9]{1,4}",  # Northern Irish, dateless
        r"[0-9]{1,4}[A-Z]{1,3}",  # dateless
    )
)
_FOLDING = tuple(
    (re.compile(shape), before, after)
    for shape, before, after in (
        (r"[A-Z0]{2}[0-9OI]{2}[A-Z0]{3}", "AA", "AAA"),  # no I stands in a current mark
        (r"[A-Z01]{3}[0-9OI]{1,3}[A-Z]", "AAA", "A"),
        (r"[A-Z][0-9OI]{1,3}[A-Z01]{3}", "A", "AAA"),
        (r"[A-Z01]{3}[0-9OI]{1,4}", "AAA", ""),
    )
)
_TO_DIGITS = str.maketrans("OI", "01")
_TO_LETTERS = str.maketrans("01", "OI")


@lru_cache(maxsize=8192)
def vrm(written: str) -> str | None:
    """A registration mark without spaces; O/0 and I/1 are told apart where the format can.

    Current (AB12 CDE), prefix (A123 BCD), suffix (ABC 123D) and Northern Irish or dateless
    (ABC 1234) marks; anything else of 2 to 8 letters and digits stays as it is.
    """
    mark = re.sub(r"[\s\-.]+", "", written).upper()
    if not re.fullmatch(r"[A-Z0-9]{2,8}", mark) or len(set(mark)) == 1:
        return None
    if any(shape.fullmatch(mark) for shape in _CERTAIN):
        return mark
    for shape, before, after in _FOLDING:
        if shape.fullmatch(mark):
            digits = "9" * (len(mark) - len(before) - len(after))
            return _folded(mark, before + digits + after)
    return mark


def _folded(mark: str, shape: str) -> str:
    return "".join(
        letter.translate(_TO_LETTERS if kind == "A" else _TO_DIGITS)
        for letter, kind in zip(mark, shape, strict=True)
    )


_EMAIL = re.compile(r"[^@\s\"<>(),;:]+@[^@\s\"<>(),;:]+\.[^@\s\"<>(),;:.]{2,}")


@lru_cache(maxsize=8192)
def email(written: str) -> str | None:
    """An e-mail address in lower case, without a name before it; what follows a plus is kept.

    Providers treat the part before the @ as one whatever its case, whatever the standard
    allows.
    """
    address = written.strip().rpartition("<" if written.strip().endswith(">") else "\0")[2]
    address = address.strip("<>").strip().removeprefix("mailto:").rstrip(".")
    return address.casefold() if _EMAIL.fullmatch(address) else None


_SERVICES = {"twitter": "x", "fb": "facebook", "insta": "instagram", "ig": "instagram"}
_HANDLE = re.compile(r"[^\s/@:?#]{1,100}")


def service(written: str) -> str:
    """The name of a social service in one form: `fb`, `Facebook.com` -> `facebook`."""
    name = written.strip().casefold().removeprefix("www.").removesuffix(".com")
    return _SERVICES.get(name, name)


@lru_cache(maxsize=8192)
def social(written: str, named_service: str = "") -> str | None:
    """A handle as `service/handle`; an address on the service's site is understood."""
    text = written.strip().casefold()
    on = service(named_service)
    if "://" in text or text.startswith("www."):
        parts = urlsplit(text if "://" in text else f"https://{text}")
        on = on or service((parts.hostname or "").removeprefix("m."))
        text = next((piece for piece in parts.path.split("/") if piece), "")
    elif not on and text.count("/") == 1:
        named, _, text = text.partition("/")
        on = service(named)
    handle = text.lstrip("@")
    if not _HANDLE.fullmatch(handle):
        return None
    return join_key(on, handle) if on else join_key(handle)


_SORT_AND_NUMBER = re.compile(r"(\d{2})[\s-]?(\d{2})[\s-]?(\d{2})[\s/,-]*(\d{8})")


@lru_cache(maxsize=4096)
def bank(written: str) -> str | None:
    """An IBAN whose check digits hold, or a sort code and account number as 14 digits.

    The UK form has no check that stands without the banks' own tables: its shape is all.
    """
    text = written.strip()
    found = _SORT_AND_NUMBER.fullmatch(text)
    if found:
        return "".join(found.groups()) if len(set(found[4])) > 1 else None
    compact = re.sub(r"[\s-]", "", text).upper()
    return compact if compact.isascii() and iban.is_valid(compact) else None


@lru_cache(maxsize=4096)
def ip(written: str) -> str | None:
    """An IP address, version 4 or 6, in its shortest form."""
    try:
        return str(ipaddress.ip_address(written.strip()))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def device(written: str) -> str | None:
    """An IMEI: 15 digits whose last is their check (Luhn).

    Without the check (14 digits) or with a software version (16) the check is worked out, so
    that one device has one identity.
    """
    digits = re.sub(r"[\s/.-]", "", written)
    if not re.fullmatch(r"[0-9]{14,16}", digits) or len(set(digits)) == 1:
        return None
    if len(digits) == 15:
        return digits if luhn.is_valid(digits) else None
    return str(digits[:14] + luhn.calc_check_digit(digits[:14]))


def tracker(written: str) -> str | None:
    """A tracker's serial number: letters and digits, in capitals."""
    serial = re.sub(r"[\s:-]", "", written).upper()
    return serial if re.fullmatch(r"[A-Z0-9]{4,40}", serial) else None


def document(written: str) -> str | None:
    """The number of a passport, licence or other identity document: letters and digits."""
    number = re.sub(r"[\s./-]", "", written).upper()
    good = re.fullmatch(r"[A-Z0-9]{4,40}", number) and len(set(number)) > 1
    return number if good else None


def _one_space(text: str) -> str:
    return " ".join(text.split())


def account(kind: str, written: str, named_service: str = "") -> str | None:
    """The identity of an account of any kind, as `kind/value`."""
    if kind == "social":
        value = social(written, named_service)
        return None if value is None else f"social/{value}"
    if kind == "document":
        value = document(written)
        return value and join_key(kind, _one_space(named_service.casefold()), value)
    value = _ACCOUNTS[kind](written)
    return None if value is None else join_key(kind, value)


_ACCOUNTS: dict[str, Callable[[str], str | None]] = {
    "email": email,
    "bank": bank,
    "ip": ip,
    "imei": device,
    "tracker": tracker,
}
