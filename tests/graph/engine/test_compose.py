"""docker-compose.yml is valid, keeps to loopback, and calls commands that there are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docker-compose.yml").read_text()


def calls() -> list[list[str]]:
    """Every call of throughline, as words: in a shell line, or as a service's command."""
    shell = re.findall(r"^\s+throughline (.+?)(?: \|\||$)", TEXT, re.MULTILINE)
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


def test_the_password_is_not_in_the_file() -> None:
    assert re.findall(r"PASSWORD: (.*)", TEXT) == ["${NEO4J_PASSWORD:?set it in .env}"]


def test_the_server_is_the_one_that_the_tests_run_on() -> None:
    from engines import VERSION

    assert f"image: neo4j:{VERSION}-community" in TEXT


@pytest.mark.parametrize("words", calls(), ids=lambda words: words[0])
def test_its_calls_are_commands_with_their_options(words: list[str]) -> None:
    from throughline import app

    commands = vars(typer.main.get_command(app))["commands"]
    known = {option for param in commands[words[0]].params for option in param.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_night_and_the_dashboard_are_called() -> None:
    assert {words[0] for words in calls()} == {"night", "serve"}


def test_the_image_takes_every_package() -> None:
    copied = set(re.findall(r"^COPY (\w+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert copied >= packages
