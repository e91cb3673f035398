"""The command line of the core: typer and rich stay in rooms of this name."""

from __future__ import annotations

import typer

from graph.commands import (
    audit,
    core,
    doctor,
    export,
    identity,
    looks,
    reading,
    report,
    series,
    sharing,
    users,
)


def register(app: typer.Typer) -> None:
    """Add the commands of the core."""
    core.register(app)
    reading.register(app)
    series.register(app)
    identity.register(app)
    audit.register(app)
    looks.register(audit.audit_app)
    users.register(app)
    sharing.register(app)
    export.register(app)
    report.register(app)
    app.command()(doctor.doctor)
