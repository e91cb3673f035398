"""The house's own rules for semgrep (deps/semgrep.yml): each finds what it is there for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from engines import ROOT, lacking

RULES = ROOT / "deps" / "semgrep.yml"
PLANTED = {
    "text-of-a-fault": (
        ("try: read()\nexcept OSError as error: raise InputError(f'not read: {error}')"),
        "try: read()\nexcept (ValueError, KeyError) as e: told = str(e)",
        "try: read()\nexcept Exception as e:\n  if told: fault = f'{told}: {e!r}'",
        "try: read()\nexcept exceptions.DriverError as error: told = error.args",
    ),
    "trace-with-values": ("traceback.print_exc()", "told = traceback.format_exception(error)"),
    "cypher-put-together": (
        "session.run(f'MATCH (p {{name: {name}}}) RETURN p')",
        "tx.run('MATCH (p) WHERE p.id = ' + given)",
        "parse(path, 'RETURN {}'.format(given))",
    ),
    "waits-for-ever": (
        "socket.create_connection(('host', 1))",
        "requests.post(url, json=body)",
        "subprocess.run(['ps'], check=True)",
        "smtplib.SMTP(host, port)",
    ),
    "open-to-others": (
        "os.open(path, os.O_CREAT | os.O_WRONLY)",
        "os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)",
        "path.chmod(0o640)",
        "path.mkdir(mode=0o755)",
        "os.umask(0)",
    ),
    "spilled-elsewhere": ("tempfile.mkdtemp()", "tempfile.NamedTemporaryFile('w')"),
    "unpacked-at-once": ("archive.extractall(folder)", "shutil.unpack_archive(path)"),
    "page-from-data": ("dcc.Markdown(text, dangerously_allow_html=True)", "Markup(name)"),
}
"""What each rule has to find."""
HARMLESS = (
    "try: read()\nexcept OSError as error: raise InputError(f'not read ({error.strerror})')",
    "try: read()\nexcept InputError as error: told = str(error)",
    "session.run(text, parameters)\nsession.run(f'EXPLAIN {text}')",
    "socket.create_connection(('host', 1), timeout=5)\nrequests.post(url, timeout=5)",
    "os.open(path, os.O_CREAT, 0o600)\npath.chmod(0o700)\nos.umask(0o077)",
    "tempfile.mkdtemp(prefix='verify.', dir=data)",
)


@pytest.mark.slow
def test_each_rule_finds_what_is_planted_and_nothing_else(tmp_path: Path) -> None:
    program = Path(sys.prefix, "semgrep", "bin", "semgrep")
    if not program.exists():
        lacking("the rules for semgrep need it: make lint")
    for name, planted in PLANTED.items():
        for number, text in enumerate(planted):
            (tmp_path / f"{name}.{number}.py").write_text(f"{text}\n")
    for number, text in enumerate(HARMLESS):
        (tmp_path / f"harmless.{number}.py").write_text(f"{text}\n")
    command = [
        str(program),
        "scan",
        "--json",
        "--quiet",
        "--metrics=off",
        "--disable-version-check",
    ]
    done = subprocess.run(
        [*command, "--config", str(RULES), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    answer, found = json.loads(done.stdout), defaultdict[str, set[str]](set)
    assert answer["errors"] == []
    for each in answer["results"]:
        found[Path(each["path"]).name].add(each["check_id"].rpartition(".")[2])
    planted_in = {f"{name}.{n}.py": {name} for name in PLANTED for n in range(len(PLANTED[name]))}
    assert found == planted_in
    assert set(PLANTED) == set(re.findall(r"^  - id: (\S+)", RULES.read_text(), re.MULTILINE))
