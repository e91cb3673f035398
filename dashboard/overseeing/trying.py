"""A mapping tried out on a few rows: what it would take, refuse and remark. Nothing is written.

The rows are read by the command `check-feed` in a process of its own, with a limit of time: what
somebody pastes may be anything, and feeds are none of the dashboard's business.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
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
BYTES = 700_000
"""Of a file that is dropped: as text for the request it is a third longer."""
VALUES: dict[tuple[str, str], Any] = {
    ("try-mapping", "value"): Annotated[str, Field(max_length=LONGEST)] | None,
    ("try-file", "value"): Text | None,
    ("try-text", "value"): Annotated[str, Field(max_length=LONGEST)] | None,
    ("try-drop", "contents"): Annotated[str, Field(max_length=BYTES * 2)] | None,
    ("try-drop", "filename"): Text | None,
    ("try-undrop", "n_clicks"): int | None,
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
                [
                    *fields,
                    _drop(),
                    html.Button("Try it", id="try-out", className="button", n_clicks=0),
                ],
                className="mend",
            ),
            html.Div(id="try-said", role="status"),
        ],
        className="earlier",
    )


def _drop() -> Component:
    """Where a file of the force is dropped or chosen, in place of pasted rows."""
    choose = html.Button("Choose a file", className="button", type="button")
    return html.Div(
        [
            dcc.Upload(
                [choose, f" or drop it here: CSV, JSON, XML or XLSX, up to {BYTES // 1000} kB."],
                id="try-drop",
                max_size=BYTES,
                className="drop-file",
            ),
            html.P(
                [
                    html.Span(id="try-dropped", role="status"),
                    html.Button("Take the pasted rows", id="try-undrop", className="button small",
                                hidden=True, n_clicks=0, type="button"),
                ],
                className="drop-said",
            ),
        ]
    )  # fmt: skip


def tried(session: Session, mapping: str, file: str, given: str | bytes) -> list[dict[str, Any]]:
    """The lines of `check-feed --json --records`, the sums last. InputError with its sentence when
    the mapping or the file cannot be read; AccessError for whoever takes no deliveries in."""
    session.administer("mapping tried")
    if not FILE.fullmatch(file):
        raise InputError("Give the file a name without folders, such as ashmere_2025-04-01.csv.")
    data = given.encode(errors="surrogatepass") if isinstance(given, str) else given
    if not data.strip():
        raise InputError("Paste some rows with their header, or drop a file.")
    work = session.store.settings.data / "work"
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="tried-", dir=work) as folder:
        known, delivery = mapping.strip(), Path(folder) / "delivery" / file
        delivery.parent.mkdir()
        delivery.write_bytes(data)
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


def dropped(contents: str) -> bytes:
    """The bytes of a file as the browser sends it, `data:text/csv;base64,…`; else InputError."""
    head, comma, coded = contents.partition(",")
    try:
        data = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not head.endswith(";base64") or not comma or not data or len(data) > BYTES:
        raise InputError(f"Drop a file that holds something, of {BYTES // 1000} kB at most.")
    return data


def bind(app: Dash, desk: Desk) -> None:
    """Add the callbacks of the try-out."""

    @app.callback(
        Output("try-dropped", "children"),
        Output("try-file", "value"),
        Output("try-undrop", "hidden"),
        Output("try-drop", "contents"),
        Output("try-drop", "filename"),
        Input("try-drop", "filename"),
        Input("try-undrop", "n_clicks"),
        prevent_initial_call=True,
    )
    def drop(file: str | None, _clicks: int | None) -> Any:
        """Say which file will be tried, by its name; or that it is the pasted rows again."""
        if ctx.triggered_id == "try-undrop":
            return "", no_update, True, None, None
        if not file:
            return no_update
        return [name(file), " will be tried. "], file, False, no_update, no_update

    @app.callback(
        Output("try-said", "children"),
        Input("try-out", "n_clicks"),
        State("try-mapping", "value"),
        State("try-file", "value"),
        State("try-text", "value"),
        State("try-drop", "contents"),
        prevent_initial_call=True,
    )
    def try_out(
        clicks: int | None,
        mapping: str | None,
        file: str | None,
        text: str | None,
        contents: str | None,
    ) -> Any:
        """What the mapping makes of the rows."""
        if not clicks:
            return no_update
        try:
            given = dropped(contents) if contents else text or ""
            return list(_answer(tried(desk.session(), mapping or "", file or "", given)))
        except ThroughlineError as error:
            return html.P(str(error))
