"""A mapping tried out on a few rows: what it would take, refuse and remark. Nothing is written.

The rows are read by the command `check-feed` in a process of its own, with a limit of time: what
somebody pastes may be anything, and feeds are none of the dashboard's business.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from pydantic import Field

from dashboard.payload import Text
from dashboard.tables import table_of
from dashboard.text import PASSAGE, name
from dashboard.view import Desk
from dashboard.words import count
from graph.access.session import Session
from graph.errors import InputError, ThroughlineError

LONGEST, SECONDS, SHOWN = 200_000, 60, 100
"""Characters of a mapping and of what is pasted, seconds that reading it may take, rows shown."""
VALUES: dict[tuple[str, str], Any] = {
    ("try-mapping", "value"): Annotated[str, Field(max_length=LONGEST)] | None,
    ("try-file", "value"): Text | None,
    ("try-text", "value"): Annotated[str, Field(max_length=LONGEST)] | None,
    ("try-out", "n_clicks"): int | None,
}
"""The type of every value that the callback here reads."""
NAME = re.compile(r"[\w-]{1,80}")
FILE = re.compile(r"\w[\w. -]{0,99}")


def form() -> Component:
    """What to paste, and where the answer comes."""
    parts = [
        ("try-mapping", "A mapping: the name of a shipped one, or its TOML", dcc.Textarea, 96),
        ("try-file", "The file's name, such as ashmere_2025-04-01.csv", dcc.Input, 0),
        ("try-text", "A few rows with their header, as the force wrote them", dcc.Textarea, 160),
    ]
    fields: list[Component] = []
    for id_, words, kind, tall in parts:
        style = {"minHeight": f"{tall}px"} if tall else {}
        fields += [html.Label(words, htmlFor=id_), kind(id=id_, value="", style=style)]
    return html.Details(
        [
            html.Summary("Try a mapping on a few rows; nothing is written"),
            html.Div(
                [*fields, html.Button("Try it", id="try-out", className="button", n_clicks=0)],
                className="mend",
            ),
            html.Div(id="try-said", role="status"),
        ],
        className="earlier",
    )


def tried(session: Session, mapping: str, file: str, text: str) -> list[dict[str, Any]]:
    """The lines of `check-feed --json --records`, the sums last. InputError with its sentence when
    the mapping or the file cannot be read; AccessError for whoever takes no deliveries in."""
    session.administer("mapping tried")
    if not FILE.fullmatch(file):
        raise InputError("Give the file a name without folders, such as ashmere_2025-04-01.csv.")
    if not text.strip():
        raise InputError("Paste some rows with their header.")
    work = session.store.settings.data / "work"
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="tried-", dir=work) as folder:
        known, delivery = mapping.strip(), Path(folder) / "delivery" / file
        delivery.parent.mkdir()
        delivery.write_bytes(text.encode(errors="surrogatepass"))
        if not NAME.fullmatch(known):
            known = str(Path(folder) / "mapping.toml")
            Path(known).write_bytes(mapping.encode(errors="surrogatepass"))
        command = [sys.executable, "-m", "throughline", "check-feed", known, str(delivery)]
        command += ["--json", "--records", "--data", folder]
        try:
            done = subprocess.run(
                command, check=False, capture_output=True, cwd=folder, timeout=SECONDS
            )
        except subprocess.TimeoutExpired as error:
            raise InputError(
                f"Reading it took longer than {SECONDS} seconds: paste fewer rows."
            ) from error
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if not lines or "rows" not in lines[-1]:
        said = done.stderr.decode(errors="replace").replace(f"{folder}/", "").strip()
        raise InputError(said[-PASSAGE:] or "The mapping could not be tried.")
    return lines


def _answer(lines: list[dict[str, Any]]) -> Iterable[Component]:
    *rows, sums = lines
    yield html.P(
        f"{count(sums['rows'], 'row')}, {sums['taken']:,} taken, {sums['refused']:,} refused."
    )
    for notice in sums["notices"]:
        yield html.P(name(notice, PASSAGE), className="muted")
    if rows:
        yield table_of(("Place", "", "What"), [_row(line) for line in rows[:SHOWN]])
    if len(rows) > SHOWN:
        yield html.P(f"and {len(rows) - SHOWN:,} more", className="muted")


def _row(line: dict[str, Any]) -> list[Any]:
    if "refused" in line:
        return [name(line["place"]), html.Strong("refused"), name(line["refused"], PASSAGE)]
    remarks = [
        html.P(name(f"{each['field']} {each['reason']}", PASSAGE), className="muted")
        for each in line["remarks"]
    ]
    shown = json.dumps(line["record"], indent=1, ensure_ascii=False)
    made = html.Pre(shown, className="mend-shown")
    record = html.Details([html.Summary(name(line["taken"])), made])
    return [name(line["place"]), "taken", [record, *remarks]]


def bind(app: Dash, desk: Desk) -> None:
    """Add the callback of the try-out."""

    @app.callback(
        Output("try-said", "children"),
        Input("try-out", "n_clicks"),
        State("try-mapping", "value"),
        State("try-file", "value"),
        State("try-text", "value"),
        prevent_initial_call=True,
    )
    def try_out(clicks: int | None, mapping: str | None, file: str | None, text: str | None) -> Any:
        """What the mapping makes of the rows."""
        if not clicks:
            return no_update
        try:
            return list(_answer(tried(desk.session(), mapping or "", file or "", text or "")))
        except ThroughlineError as error:
            return html.P(str(error))
