"""The command line of this package."""

from __future__ import annotations

MODULES = {
    "generate": ("generate",),
    "check_feed": ("check-feed",),
    "draft_mapping": ("draft-mapping",),
    "evaluate": ("evaluate",),
    "replay": ("replay",),
    "resolve": ("resolve", "export-decisions", "import-decisions"),
    "label": ("label",),
    "verify": ("verify",),
    "keeping": ("backup", "restore"),
    "ingest": ("ingest", "withdraw", "compact", "rebuild", "night"),
    "bulk": ("bulk",),
    "simulate": ("simulate",),
    "erase": ("erase",),
}
"""The commands from a delivery to a night, by module, as in `graph.commands`."""
