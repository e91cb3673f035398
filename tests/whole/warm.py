"""What the server of `killed` has ready for each of its forks: loaded by that server alone."""

from __future__ import annotations

from pathlib import Path

from ingest.resolve.model import in_use
from ingest.resolve.score import digest

digest(in_use(Path("nowhere")))  # Splink makes its expressions once
