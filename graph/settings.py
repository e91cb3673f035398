"""Where the data folder is and which engine answers: the only reader of the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from graph.errors import InputError

SIZE = re.compile(r"(\d+) ?(M|G)i?B", re.IGNORECASE)
CONTAINER = Path("/sys/fs/cgroup/memory.max")
LEAST = 500 << 20
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True, slots=True)
class OpenId:
    """An identity provider for the dashboard's sign-in (OpenID Connect)."""

    issuer: str
    client_id: str
    client_secret: str

    @classmethod
    def load(cls) -> OpenId | None:
        """Read THROUGHLINE_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET_FILE; None without issuer.

        InputError when one of the others is missing, or the issuer is no https address (http is
        for loopback alone).
        """
        issuer = os.environ.get("THROUGHLINE_OIDC_ISSUER", "").strip().rstrip("/")
        if not issuer:
            return None
        parts = urlsplit(issuer)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            raise InputError("THROUGHLINE_OIDC_ISSUER is no https address: give one")
        client = os.environ.get("THROUGHLINE_OIDC_CLIENT_ID", "").strip()
        file = os.environ.get("THROUGHLINE_OIDC_CLIENT_SECRET_FILE", "").strip()
        try:
            secret = Path(file).read_text(encoding="utf-8").strip() if file else ""
        except OSError:
            secret = ""
        if not client or not secret:
            raise InputError(
                "THROUGHLINE_OIDC_ISSUER is set: set THROUGHLINE_OIDC_CLIENT_ID too, and "
                "THROUGHLINE_OIDC_CLIENT_SECRET_FILE to a file that holds the secret"
            )
        return cls(issuer, client, secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """`neo4j_*` are None when the embedded engine is used.

    `neo4j_database` may be None with a server too: the user's home database. `service_account`
    is the name under which a night that nobody started is to stand in the audit; `audit_anchor`
    the file, or `syslog`, where each entry of the audit leaves its link.
    """

    data: Path
    neo4j_uri: str | None = None
    neo4j_user: str | None = None
    neo4j_password: str | None = None
    neo4j_database: str | None = None
    service_account: str | None = None
    audit_anchor: str | None = None

    @property
    def embedded(self) -> bool:
        """Whether the embedded engine is used: no NEO4J_URI is set."""
        return self.neo4j_uri is None

    @property
    def audit(self) -> Path:
        """The audit file of this data folder."""
        return self.data / "audit.sqlite"

    @property
    def accounts(self) -> Path:
        """The accounts of this data folder; there need be none."""
        return self.data / "accounts.sqlite"

    @property
    def charts(self) -> Path:
        """The charts that people work on and keep in this data folder."""
        return self.data / "charts.sqlite"

    @property
    def searches(self) -> Path:
        """The searches that people keep in this data folder."""
        return self.data / "searches.sqlite"

    @property
    def inbox(self) -> Path:
        """Where deliveries wait for the night."""
        return self.data / "inbox"

    @property
    def readings(self) -> Path:
        """The samples of closed cases in this data folder, and how people read them."""
        return self.data / "readings.sqlite"

    @property
    def half_made(self) -> Path:
        """The mark of a server's graph whose first load has begun and not ended."""
        return self.data / "first-load.unfinished"

    @property
    def rejects(self) -> Path:
        """Where refused rows are kept, a file for each delivery that has any."""
        return self.data / "rejects"

    @property
    def corrections(self) -> Path:
        """Where a force's own reference tables lie, if it has any."""
        return self.data / "reference"

    @property
    def questions(self) -> Path:
        """Where questions of one's own lie, if there are any."""
        return self.data / "questions"

    @classmethod
    def load(cls, data: Path | None = None) -> Settings:
        """Read NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD (or its _FILE) and NEO4J_DATABASE.

        InputError when one is wrong.

        THROUGHLINE_SERVICE_ACCOUNT names the service that runs here, if it is one;
        THROUGHLINE_AUDIT_ANCHOR says where the audit's anchors are kept.
        """
        folder = (data or user_data_path("throughline", appauthor=False)).expanduser().resolve()
        uri = os.environ.get("NEO4J_URI", "").strip()
        service = os.environ.get("THROUGHLINE_SERVICE_ACCOUNT", "").strip() or None
        anchor = os.environ.get("THROUGHLINE_AUDIT_ANCHOR", "").strip() or None
        if not uri:
            return cls(data=folder, service_account=service, audit_anchor=anchor)
        _check_uri(uri)
        password = _password()
        return cls(
            data=folder,
            neo4j_uri=uri,
            neo4j_user=os.environ.get("NEO4J_USER") or "neo4j",
            neo4j_password=password,
            neo4j_database=os.environ.get("NEO4J_DATABASE") or None,
            service_account=service,
            audit_anchor=anchor,
        )


def work_memory() -> int:
    """Bytes that comparing people may hold before it puts things aside on the disk, and that the
    embedded engine may hold while it takes a whole graph at once.

    What THROUGHLINE_MEMORY says, such as `4 GB`, else half of what the machine has, or of what
    the container may take. InputError when it says no size, or less than 500 MB.
    """
    given = os.environ.get("THROUGHLINE_MEMORY", "").strip()
    if not given:
        return machine_memory() // 2
    size = SIZE.fullmatch(given)
    number = int(size[1]) * (1 << (20 if size[2] in "mM" else 30)) if size else 0
    if number < LEAST:
        raise InputError("THROUGHLINE_MEMORY is no size from 500 MB on: write it as 4 GB")
    return number


def machine_memory() -> int:
    """Bytes that the machine has, or that its container may take."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(machine, int(CONTAINER.read_text(encoding="ascii")))
    except (OSError, ValueError):  # there is none, or its limit is `max`
        return machine


def _password() -> str:
    """NEO4J_PASSWORD, or what stands in the file that NEO4J_PASSWORD_FILE names."""
    file = os.environ.get("NEO4J_PASSWORD_FILE", "").strip()
    try:
        given = Path(file).read_text(encoding="utf-8").strip() if file else ""
    except (OSError, ValueError) as error:
        raise InputError(
            "the file that NEO4J_PASSWORD_FILE names cannot be read: give it to the user who runs"
            " this, or set NEO4J_PASSWORD"
        ) from error
    if password := given or os.environ.get("NEO4J_PASSWORD", ""):
        return password
    raise InputError(
        "NEO4J_URI is set but NEO4J_PASSWORD is not: set it, or NEO4J_PASSWORD_FILE, or unset both"
    )


def _check_uri(uri: str) -> None:
    parts = urlsplit(uri)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise InputError(
            f"NEO4J_URI is not a Bolt address: write SCHEME://HOST:PORT, SCHEME being one of "
            f"{', '.join(SCHEMES)}"
        )
    if parts.username or parts.password:
        raise InputError(
            "NEO4J_URI holds a user or password: move them to NEO4J_USER and NEO4J_PASSWORD"
        )
