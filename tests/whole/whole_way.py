"""The program as a user runs it: arguments in, exit code and both streams out."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import throughline

ROOT = Path(throughline.__file__).parent


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def run(*words: object) -> Done:
    """One command inside this process, as `throughline WORDS…` would run."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    argv = ["throughline", *map(str, words)]
    with (
        mock.patch.object(sys, "argv", argv),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            throughline.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Done(code, out.getvalue(), err.getvalue())


def well(*words: object) -> Done:
    """A command that must succeed and complain of nothing."""
    done = run(*words)
    assert (done.code, done.err) == (0, ""), (words, done)
    return done


def start(*words: object, **more: Any) -> subprocess.Popen[str]:
    """The same as a process of its own."""
    command = [sys.executable, "-c", "import throughline; throughline.main()", *map(str, words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, **more)


def digest(data: Path) -> str:
    return well("dump", "--digest", "--data", data).out.strip()


def clear(data: Path) -> Path:
    """A data folder as at the start, but for its running engine."""
    for path in data.iterdir():
        if path.name in ("engine", "writer.lock"):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return data


def canonical(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """A delivery of records as they are."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def party(name: str, *roles: str, **more: Any) -> dict[str, Any]:
    """A person as a canonical record writes one; phone, home and born have short forms."""
    made: dict[str, Any] = {"roles": list(roles)}
    if name:
        forename, _, surname = name.partition(" ")
        made["name"] = {"written": name, "forename": forename, "surname": surname}
    if phone := more.pop("phone", None):
        made["phones"] = [{"phone": {"written": phone}}]
    if home := more.pop("home", None):
        made["residences"] = [{"address": home}]
    if born := more.pop("born", None):
        made["birth"] = {"written": born, "date": born, "precision": "day"}
    return {**made, **more}


def incident(reference: str, *parties: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An incident record; what the record itself knows goes to the record."""
    at = more.pop("at", "2024-01-01T10:00:00Z")
    own = ("force", "version", "grade", "classification", "relations", "withdrawn", "contacts")
    top = {name: more.pop(name) for name in (*own, "account_links") if name in more}
    when = {"start": at, "end": at.replace(":00Z", ":01Z"), "precision": "minute"}
    return {
        "force": "ashford",
        "kind": "incident",
        "reference": reference,
        "recorded_at": at,
        "incident": {"recorded_at": at, "occurred": when, "offence_classes": ["8L"], **more},
        "parties": list(parties),
        **top,
    }
