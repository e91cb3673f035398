"""Installs this project with the versions of constraints.txt, each file checked by its hash.

`python deps/install.py` installs what the program needs, `… dev` also what its tests need, and
`… spark` (or another extra of pyproject.toml) that extra. pip cannot check the hash of a folder,
so the project itself comes last and by itself. `--editable` lets the program run from here.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def wanted(names: list[str]) -> list[str]:
    """What the build and the program need, and each named extra or group. SystemExit if unknown."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = declared["project"]
    more = {**project["optional-dependencies"], **declared["dependency-groups"]}
    if unknown := sorted(set(names) - set(more)):
        sys.exit(f"{', '.join(unknown)}: no extra or group of that name; take {', '.join(more)}")
    needed = [*declared["build-system"]["requires"], *project["dependencies"]]
    return needed + [requirement for name in names for requirement in more[name]]


def locked_pip() -> str:
    """pip's own lines of constraints.txt: an older pip takes hashes from requirements alone."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    match = re.search(r"^pip==.*(?:\n    --hash.*)+", text, re.MULTILINE)
    return match[0] if match else sys.exit("constraints.txt does not name pip: make lock")


def main(arguments: list[str]) -> None:
    """Three calls of pip: the locked pip, the locked packages, the project as it lies here."""
    editable = ["--editable"] if "--editable" in arguments else []
    names = [argument for argument in arguments if argument != "--editable"]
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    lock = ["--require-hashes", "--constraint", str(ROOT / "constraints.txt")]
    subprocess.run([*pip, "--requirement", "/dev/stdin"], input=locked_pip(), text=True, check=True)
    subprocess.run([*pip, *lock, *wanted(names)], check=True)
    project = ["--no-deps", "--no-build-isolation", *editable, str(ROOT)]
    subprocess.run([*pip, *project], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
