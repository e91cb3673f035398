"""The person model as one versioned file: parameters, term frequencies, thresholds.

The file says what it was trained on. Its version is a hash of what scores, so that two
machines with the same version give the same weights.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.identity.partition import Limits
from ingest.resolve.comparisons import COMPARISONS, HARDLY, MANY_BEAR, NAMES, NULL, SELDOM, settings

FILE = "identity-model.json"


@dataclass(frozen=True)
class Model:
    """What scores a pair and what joins a cluster. Weights are in bits (log2 of the odds).

    `prior` is the chance that two mentions taken at random are one person. `m` and `u` hold
    a probability per comparison and level, as Splink learnt them. `frequencies` are shares of
    all mentions by column and value; a value that is not listed has the level's own weight.
    `households` is whether relatives of one home are to be expected, so that another
    forename or a generation between births tells two people however much they share.
    `offsets` and `lifted` are what clerical labels taught: bits added to a level of a comparison,
    and which limits do not hold here (`score.ASKS`).
    """

    prior: float
    m: Mapping[str, Mapping[str, float]]
    u: Mapping[str, Mapping[str, float]]
    frequencies: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    offsets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    lifted: tuple[str, ...] = ()
    threshold: float = 0.0
    floor: float = -15.0
    ceiling: float = 30.0
    name_only: float = -4.0
    households: bool = True
    trained_on: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """Twelve letters of a hash of everything that scores."""
        scores = (each.name for each in fields(self) if each.name != "trained_on")
        scoring = {name: getattr(self, name) for name in scores}
        text = json.dumps(scoring, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def limits(self) -> Limits:
        """Where clusters join and weights end, in hundredths of a bit."""
        return Limits(*(round(100 * bits) for bits in (self.threshold, self.floor, self.ceiling)))

    def settings(self) -> dict[str, Any]:
        """The model as Splink takes it."""
        made: dict[str, Any] = json.loads(_untrained(self.prior))
        for comparison in made["comparisons"]:
            name = comparison["output_column_name"]
            for level in comparison["comparison_levels"]:
                label = level["label_for_charts"]
                if label in self.m.get(name, {}) and label != MANY_BEAR:
                    seldom = HARDLY if level["sql_condition"] == "ELSE" else SELDOM
                    least = seldom * level["m_probability"] if name in NAMES else 0.0
                    level["m_probability"] = max(least, self.m[name][label])
                    level["u_probability"] = self.u[name][label]
        return made

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all."""
        text = json.dumps({"version": self.version, **asdict(self)}, indent=1, sort_keys=True)
        partial = path.with_suffix(".part")
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(path)


@lru_cache(maxsize=8)
def _untrained(prior: float) -> str:
    """The settings as JSON: Splink parses each level's SQL, which takes a tenth of a second."""
    return json.dumps(settings(prior).create_settings_dict("duckdb"))


def start() -> Model:
    """The model before any training: the values that `comparisons` begins with."""
    judged = {name: [lv for lv in levels if lv[0] != NULL] for name, levels in COMPARISONS.items()}
    m = {name: {label: m for label, _, m, _, _ in levels} for name, levels in judged.items()}
    u = {name: {label: u for label, _, _, u, _ in levels} for name, levels in judged.items()}
    return Model(0.0001, m, u)


def read(path: Path) -> Model:
    """A model from its file. InputError when it is none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept.pop("version")
        return replace(start(), **kept | {"lifted": tuple(kept.get("lifted", ()))})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path.name} is no identity model: train one with `throughline resolve --train`, or "
            "remove the file to use the shipped model."
        ) from error


def in_use(data: Path) -> Model:
    """The model trained on the data at hand, else the shipped one."""
    own = data / FILE
    if own.exists():
        return read(own)
    return _shipped()


@cache
def _shipped() -> Model:
    return read(Path(str(files("ingest.resolve") / "model.json")))
