"""Anchors: the newest link of the audit's chain, written where the audit's file is not.

A chain shows that what is left of it was not altered. Whoever may write to the file can cut its end
off, put an older copy in its place, or make the whole chain anew: only a link that was kept
elsewhere shows that. An anchor is one line of text, so that a file on another machine's disk, the
log of the system, a mail or a sheet of paper can hold it:

    throughline-audit 4f2a… 57 9c31… 2026-11-26T21:04:11+00:00

It names the audit by the first link of its chain (which no other audit has), then the number and
link of an entry, and when the anchor was made. A signature (Ed25519) may follow, for those who
keep anchors where others may write.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BusyError, InputError

ANY = ""
"""Instead of an audit's first link, where an anchor does not say of which audit it is."""
SYSLOG = "syslog"
SYSLOG_SOCKET = "/dev/log"
SYSLOG_NOTICE = 4 * 8 + 5
"""Facility auth, severity notice (RFC 5424, tables 1 and 2)."""
LINE = re.compile(
    r"throughline-audit ([0-9a-f]{64}) ([0-9]{1,12}) ([0-9a-f]{64}) ([0-9T:.+-]{25,32})"
    r"(?: ed25519:([A-Za-z0-9+/=]{88}))?"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry's number and link, of the audit whose first link is `audit`; `at` is UTC."""

    audit: str
    seq: int
    chain: str
    at: str
    signature: str = ""

    @property
    def text(self) -> str:
        """What is signed."""
        return f"throughline-audit {self.audit} {self.seq} {self.chain} {self.at}"

    @property
    def line(self) -> str:
        """The anchor as it is kept: one line."""
        return self.text + (f" ed25519:{self.signature}" if self.signature else "")


def anchors_in(lines: Iterable[str]) -> list[Anchor]:
    """Every anchor in a text, whatever stands around it: a system's log, a mail, a list."""
    return [
        Anchor(audit, int(seq), chain, at, signature)
        for line in lines
        for audit, seq, chain, at, signature in LINE.findall(line)
    ]


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors in a file. InputError when it cannot be read or holds none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            anchors = anchors_in(lines)
    except OSError as error:
        raise InputError(
            f"The anchors in {path} cannot be read ({error.strerror}); name the right file."
        ) from None
    if not anchors:
        raise InputError(f"{path} holds no anchor; name the file that `audit anchor` wrote to.")
    return anchors


def keep(anchor: Anchor, where: str) -> None:
    """Write an anchor to a file, at its end, or to the log of the system (`syslog`).

    BusyError when it cannot be kept: then what it stands for must not go on.
    """
    try:
        if where == SYSLOG:
            _log(anchor.line)
        else:
            with Path(where).expanduser().open("a", encoding="utf-8") as file:
                file.write(anchor.line + "\n")
    except OSError as error:
        raise BusyError(
            f"The audit's anchor cannot be written to {where} ({error.strerror}), so nothing is"
            " answered; make that place writable, or set THROUGHLINE_AUDIT_ANCHOR to another."
        ) from None


def _log(line: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.settimeout(1)
        log.connect(SYSLOG_SOCKET)
        log.send(f"<{SYSLOG_NOTICE}>throughline: {line}".encode())
