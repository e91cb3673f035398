"""The command line of this package."""

from __future__ import annotations

MODULES = {"serve": ("serve",)}
"""The commands of the dashboard, by module, as in `graph.commands`."""
