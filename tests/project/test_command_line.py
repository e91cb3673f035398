"""Each command is where its room says, and waits for nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest
import typer

import dashboard.commands
import graph.commands
import ingest.commands

MODULES = {
    f"{room.__name__}.{module}": names
    for room in (graph.commands, ingest.commands, dashboard.commands)
    for module, names in room.MODULES.items()
}
DEAR = set(
    "scipy matplotlib networkx reportlab docx openpyxl anxwritter dash plotly splink duckdb "
    "hypercorn nameparser IPython".split()
)
"""What takes long to load, and few commands need."""


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_the_commands_that_its_room_says(module: str) -> None:
    app = typer.Typer()
    import_module(module).register(app)
    assert set(typer.main.get_group(app).commands) == set(MODULES[module])


def test_a_command_loads_nothing_dear_before_it_is_asked_for_it() -> None:
    program = (
        "import sys, throughline; sys.argv = ['throughline', 'flags', '--help']\n"
        "try: throughline.main()\n"
        "finally: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.split())
    assert "typer" in loaded
    assert loaded & DEAR == set()
