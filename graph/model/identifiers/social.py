"""Handles on social services."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from graph.model.identifiers.kind import Example, Kind, Sought
from graph.model.keys import join_key

_SERVICES = {
    "twitter": "x", "fb": "facebook", "insta": "instagram", "ig": "instagram", "t.me": "telegram",
}  # fmt: skip
_HANDLE = re.compile(r"[^\s/@:?#]{1,100}")
_SITE = re.compile(r"(?:[a-z]+://|www\.)|[\w-]+(?:\.[\w-]+)*\.(?:com|me|net|org|tv|uk)/.*")
_COUNTRY = re.compile(r"^(?:www|m|[a-z]{2})\.(?=.+\.)")  # uk.linkedin.com
_BEFORE_HANDLE = {"add", "c", "channel", "in", "stories", "u", "user"}
_NO_HANDLE = {
    "events", "explore", "groups", "hashtag", "p", "pages", "reel", "share", "watch",
}  # fmt: skip


def _service(written: str) -> str:
    name = written.strip().casefold().removeprefix("www.").removesuffix(".com")
    return _SERVICES.get(name, name)


@lru_cache(maxsize=8192)
def _parts(written: str) -> tuple[str, str] | None:
    """The service, '' when it is not said, and the handle."""
    text, service = written.strip().casefold(), ""
    if _SITE.match(text):
        service, text = _from_site(text if "://" in text else f"https://{text}")
    elif text.count("/") == 1:
        named, _, text = text.partition("/")
        service = _service(named)
    handle = text.lstrip("@")
    return (service, handle) if _HANDLE.fullmatch(handle) else None


def _from_site(address: str) -> tuple[str, str]:
    try:
        site = urlsplit(address)
        host = _COUNTRY.sub("", site.hostname or "")
    except ValueError:
        return "", ""
    pieces = [piece for piece in site.path.split("/") if piece]
    if pieces and pieces[0] == "profile.php":
        return _service(host), next(iter(parse_qs(site.query).get("id", [])), "")
    if pieces[:1] == ["people"]:  # facebook.com/people/Jo-Birch/100000000012345
        pieces = pieces[-1:]
    elif len(pieces) > 1 and pieces[0] in _BEFORE_HANDLE:
        pieces = pieces[1:]
    handle = next(iter(pieces), "")
    return _service(host), "" if handle in _NO_HANDLE else handle


class Social(Kind):
    """A handle on a service, `facebook` for `fb` and `Facebook.com`; a page's address is read."""

    name = "social"
    caption = "social handle"
    has_service = True
    refusal = "is not the shape of a handle"
    examples = (
        Example("@Quiet_One", "social/instagram/quiet_one", "Instagram"),
        Example("https://www.instagram.com/Quiet_One/?x=1", "social/instagram/quiet_one"),
        Example("instagram.com/quiet_one", "social/instagram/quiet_one"),
        Example("fb/jo.birch", "social/facebook/jo.birch"),
        Example(
            "https://www.facebook.com/profile.php?id=100000000012345",
            "social/facebook/100000000012345",
        ),
        Example("@no_service_said", "social/no_service_said"),
    )

    def clean(self, written: str) -> str | None:
        parts = _parts(written)
        return parts[1] if parts else None

    def service(self, written: str) -> str:
        return _service(written)

    def key(self, written: str, service: str = "") -> str | None:
        parts = _parts(written)
        if parts is None:
            return None
        named, handle = parts
        on = self.service(service) or named
        return join_key(self.kept_as, on, handle) if on else join_key(self.kept_as, handle)

    def sought(self, text: str) -> Sought:
        """A handle on any service; of an address on a site, there or where none was said."""
        parts = _parts(text)
        if parts is None:
            return Sought()
        on, handle = parts
        if not on:
            return Sought(values=(handle,))
        return Sought(keys=(join_key("social", on, handle), join_key("social", handle)))


KIND = Social()
