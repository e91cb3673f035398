"""The steps of the Dockerfile, each done in an empty folder: what comes out runs by itself.

Three things differ from a build: packages are those of the environment of the tests, which came
from the same lock file; nobody is added to the machine, what runs has the number of the user alone;
and paths lie below the folder. Where tests are not run as root, nobody can be put on.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEPS = [
    (words.split(None, 1)[0], words.split(None, 1)[1])
    for words in re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text()).splitlines()
]


class Image:
    """What the steps make, below a folder that was empty."""

    def __init__(self, folder: Path) -> None:
        self.root, self.work = folder, folder
        self.environ = {"PATH": os.environ["PATH"], "HOME": str(folder)}
        self.entry: list[str] = []
        self._number, self._as_user = 0, list[str]()
        self.python = folder / "env" / "bin" / "python"
        venv.create(folder / "env", with_pip=False)
        (packages,) = (folder / "env" / "lib").glob("python*/site-packages")
        (packages / "tests.pth").write_text("\n".join(site.getsitepackages()))

    def does(self, step: str, words: str) -> None:
        getattr(self, f"_{step.lower()}")(words)

    def inside(self, path: str) -> Path:
        return self.root / path.lstrip("/") if path.startswith("/") else self.work / path

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._as_user, *command],
            cwd=self.work,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )

    def _from(self, words: str) -> None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        assert re.fullmatch(rf"python:{version}-slim-bookworm@sha256:[0-9a-f]{{64}}", words)

    def _workdir(self, words: str) -> None:
        self.work = self.inside(words)
        self.work.mkdir()

    def _copy(self, words: str) -> None:
        """Only what is in version control: a clean clone has no more."""
        *sources, target = words.split()
        for source in sources:
            files = ("git", "-C", ROOT, "ls-files", "-z", "--", source)
            listed = subprocess.run(files, capture_output=True, text=True, check=True).stdout
            assert listed, f"COPY {source}: there is none"
            for file in listed.strip("\0").split("\0"):
                place = (
                    self.inside(target) / Path(file).relative_to(source)
                    if (ROOT / source).is_dir()
                    else self.inside(target) / file
                )
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, place)

    def _env(self, words: str) -> None:
        name, _, value = words.partition("=")
        self.environ[name] = value

    def _run(self, words: str) -> None:
        for command in words.split("&&"):
            program, *arguments = command.split()
            if program == "python":
                done = self.run(self.python, *arguments)
                assert done.returncode == 0, done.stderr
            elif program == "install":
                assert arguments[:5] == ["-d", "-m", "700", "-o", "throughline"]
                for path in arguments[5:]:
                    self._owned(self.inside(path))
            else:
                assert program == "useradd", f"say here what is to be done of {program}"
                self._number = int(arguments[arguments.index("--uid") + 1])
                self._owned(self.inside("/home") / arguments[-1])

    def _owned(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True)
        if os.geteuid() == 0:
            os.chown(folder, self._number, self._number)

    def _user(self, words: str) -> None:
        """From here on: may read whatever lies above the folder, and write what is its own."""
        self.environ["HOME"] = str(self.inside("/home") / words)
        if os.geteuid() == 0:
            search = "+dac_read_search"
            who = f"--reuid={self._number} --regid={self._number} --clear-groups"
            bits = "--securebits=+no_setuid_fixup"  # access(2) forgets the right otherwise
            caps = f"{bits} --inh-caps=-all,{search} --ambient-caps={search}"
            self._as_user = ["setpriv", *who.split(), *caps.split()]

    def _volume(self, words: str) -> None:
        assert all(self.inside(path).is_dir() for path in words.split())

    def _entrypoint(self, words: str) -> None:
        program, *arguments = json.loads(words)
        self.entry = [str(self.python.with_name(program)), *arguments]


@pytest.mark.slow
def test_what_the_steps_make_runs_by_itself_and_keeps_its_files_private(tmp_path: Path) -> None:
    image = Image(tmp_path)
    for step, words in STEPS:
        image.does(step, words)
    where = image.run(image.python, "-I", "-c", "import graph; print(graph.__file__)")
    assert where.stdout.startswith(str(tmp_path / "env")), where.stderr
    data = tmp_path / "data"
    night = image.run(*image.entry, "night", "--data", str(data))
    assert night.returncode == 0, night.stderr + night.stdout
    assert "nothing" in night.stdout.casefold()
    made = [path for path in data.rglob("*") if path.is_file()]
    assert made
    assert {path.stat().st_mode & 0o077 for path in made} == {0}
    assert {path.stat().st_uid for path in made} == {data.stat().st_uid}
    if os.geteuid() == 0:
        elsewhere = image.run(*image.entry, "night", "--data", str(tmp_path / "app" / "data"))
        assert elsewhere.returncode, "the user of the image may write where nothing is its own"
