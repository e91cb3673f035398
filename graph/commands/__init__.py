"""The command line of the core: typer and rich stay in rooms of this name."""

from __future__ import annotations

MODULES = {
    "core": ("ask", "flags"),
    "reading": ("search", "dump"),
    "series": ("alike", "series"),
    "identity": ("why", "judge", "unjudge", "judgements", "review"),
    "looks": ("audit",),
    "users": ("users",),
    "sharing": ("share", "subject-access"),
    "export": ("export",),
    "report": ("report",),
    "retention": ("retain",),
    "doctor": ("doctor",),
}
"""Which module has which commands: its `register` adds them when one of them is asked for."""
