"""docker-compose.yml is valid, keeps to loopback, and calls commands that there are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import every_command

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docker-compose.yml").read_text()
NIGHTLY = ROOT / "deploy" / "nightly.sh"


def calls() -> list[list[str]]:
    """Every call of throughline, as words: in a shell line, or as a service's command."""
    shell = re.findall(r"^\s+throughline (.+?)(?: \|\||$)", NIGHTLY.read_text(), re.MULTILINE)
    listed = re.findall(r"^\s+command: (\[.+\])$", TEXT, re.MULTILINE)
    return [words.split() for words in shell] + [json.loads(words) for words in listed]


def test_it_is_a_valid_compose_file() -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    told = subprocess.run(
        [program, "--builtin-schema", "vendor.compose-spec", ROOT / "docker-compose.yml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout


def test_every_port_is_on_loopback() -> None:
    ports = re.findall(r"^\s+- (\S*:\d+:\d+)$", TEXT, re.MULTILINE)
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_secrets_are_files_and_each_service_has_limits_and_a_health_check() -> None:
    assert not re.findall(r"(?:PASSWORD|AUTH): ", TEXT)
    assert set(re.findall(r"file: (\S+)", TEXT)) == {
        f"./secrets/{name}"
        for name in ("neo4j_auth", "neo4j_password", "certificate.pem", "key.pem")
    }
    for limit in ("mem_limit:", "cpus:", "pids_limit:", "healthcheck:"):
        assert TEXT.count(limit) == 3


def test_the_server_is_the_one_that_the_tests_run_on() -> None:
    from engines import VERSION

    assert f"image: neo4j:{VERSION}-community" in TEXT


@pytest.mark.parametrize("words", calls(), ids=lambda words: words[0])
def test_its_calls_are_commands_with_their_options(words: list[str]) -> None:
    commands = {" ".join(name): command for name, command in every_command()}
    known = {option for param in commands[words[0]].params for option in param.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_night_and_the_dashboard_are_called() -> None:
    assert {words[0] for words in calls()} == {"night", "serve", "backup"}


def test_the_image_takes_every_package() -> None:
    copied = set(re.findall(r"^COPY (\w+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert copied >= packages


FAKE = """#!/bin/sh
echo "$1" >> "$LOG"
code=$(head -n 1 "$CODES"); sed -i 1d "$CODES"
case "$1" in backup) touch "$2" ;; esac
exit "${code:-0}"
"""
END_AFTER = """#!/bin/sh
echo sleep >> "$LOG"
[ "$(grep -c sleep "$LOG")" -lt 3 ] || kill $PPID
"""


@pytest.mark.parametrize(
    ("age_hours", "codes", "done"),
    [
        (None, "0", ["night", "backup", "sleep", "sleep", "sleep"]),
        (None, "4\n5\n3", ["night", "sleep", "night", "sleep", "night", "backup", "sleep"]),
        (49, "8", ["night", "backup", "sleep", "sleep", "sleep"]),
        (0, "", ["sleep", "sleep", "sleep"]),
    ],
    ids=["the first", "failed ones are run again", "a missed one is caught up", "none is due"],
)
def test_the_loop_runs_a_night_that_failed_or_was_missed(
    tmp_path: Path, age_hours: int | None, codes: str, done: list[str]
) -> None:
    for name, text in (("throughline", FAKE), ("sleep", END_AFTER)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    (tmp_path / "codes").write_text(codes)
    for number in range(4):
        (tmp_path / f"throughline-{number}.zip").touch()
    if age_hours is not None:
        mark = tmp_path / "night.done"
        mark.touch()
        at = time.time() - 3600 * age_hours
        os.utime(mark, (at, at))
    paths = {"DATA": tmp_path, "BACKUP_DIR": tmp_path, "CODES": tmp_path / "codes"}
    environment = {name: str(path) for name, path in paths.items()}
    environment |= {"LOG": str(tmp_path / "log"), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(["sh", NIGHTLY], env=environment | {"BACKUPS": "2"}, timeout=60, check=False)
    assert (tmp_path / "log").read_text().split() == done
    if "backup" in done:
        assert len(list(tmp_path.glob("throughline-*.zip"))) == 2
