"""An evaluation in words: lines for a terminal, and the page of the documentation."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from typing import Any

from graph.oversight.proportions import wilson
from ingest.evaluate.run import Report, as_data

_HEAD = (
    "rule",
    "cases",
    "recall (95%)",
    "flags right / wrong / allowed",
    "precision (95%)",
    "hard negatives fooled",
    "per 1,000 incidents",
    "days to flag",
    "reports to flag",
)
_INTRO = """# How well detection does

Made by `throughline evaluate detection` on {made}, on a machine of {machine}. The region is
synthetic (seed {seed}, {incidents} incidents over {days} days) and its cases are planted, so the
figures say how the rules do on what was planted, not how they would do on a force's own records.
Accuracy is left out on purpose: where almost nothing is to be found, it is high for whoever finds
nothing.

A flag is *right* when a case expects it of the same rule about the same people, *allowed* when the
truth says that the rule may speak there or be silent, else *wrong*. Precision leaves the allowed
ones out. A note asks nothing and is not counted. Intervals are Wilson's, 95%. Days and reports
count from the first report of a case to its first right flag, and are medians; they are measured
where the region was replayed night by night (`throughline replay`). To make the page again (fewer
than 60 cases of a family leave the intervals wide):

```
throughline generate --incidents {size} --cases {cases} --seed {seed} \\
  --start {start} --days {days} --out region
throughline ingest region/deliveries/* --data DIR
{nights}
```
"""


_NIGHTS = (
    """throughline night --data DIR
throughline evaluate detection region/truth --data DIR --page docs/detection.md""",
    """throughline replay --from {start} --to {end} --truth region/truth --data DIR
throughline evaluate detection region/truth --data DIR/replay --page docs/detection.md""",
)
"""As it was done: in one night, or replayed night by night."""


def lines(report: Report) -> Iterator[str]:
    """For a terminal: one line a rule, then the rest."""
    for rule in as_data(report)["rules"]:
        yield (
            f"{rule['rule']}: recall {_share(rule['recall'])} of {rule['expected']}, precision "
            f"{_share(rule['precision'])} of {rule['right'] + rule['wrong']}, "
            f"{rule['allowed']} allowed, fooled by {rule['fooled']} of {rule['hard_negatives']} "
            f"hard negatives, {rule['flags_per_thousand']} flags per 1,000 incidents"
        )
    yield _series(report)
    yield _doubles(report)
    yield _attributions(report)


def page(report: Report) -> str:
    """The page of the documentation, as Markdown."""
    data = as_data(report)
    region = data["region"]
    start = dt.date.fromisoformat(report.summary["start"])
    end = start + dt.timedelta(days=region["days"])
    parts = [
        _INTRO.format(
            made=data["made"],
            machine=_machine(),
            nights=_NIGHTS[report.timed].format(start=start, end=end),
            start=start,
            seed=region["seed"],
            incidents=f"{data['incidents']:,}",
            days=region["days"],
            size=region["incidents"],
            cases=min(report.summary.get("cases", {}).values(), default=1),
        ),
        "## Rules\n",
        table(_HEAD, [_row(rule) for rule in data["rules"]]),
        f"\n{_series(report)}\n",
        "## Near misses\n",
        "Cases of which the rules named must say nothing, and of how many one of them did; where "
        "two people of the cast became one person, they are *joined*.\n",
        table(("family", "must stay silent", "fooled (95%)", "joined"), list(_misses(report))),
        f"\n{_doubles(report)}\n",
        "## Attributions\n",
        f"{_attributions(report)}\n",
        table(("said", "true (95%)", "attributions"), list(_bins(report))),
        "\n## Errors by group\n",
        "Force of residence, sex and ethnicity of the first person concerned. None of them is "
        "read by a rule; a difference beyond the intervals is a fault to look for.\n",
        table(("group", "", "missed (95%)", "wrong flags (95%)"), list(_groups(report))),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores and {memory:.0f} GiB"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; a sentence when there is nothing to put in it."""
    if not rows:
        return "Nothing was measured."
    marked = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in marked)


def _row(rule: dict[str, Any]) -> list[str]:
    return [
        rule["rule"],
        str(rule["expected"]),
        _share(rule["recall"]),
        f"{rule['right']} / {rule['wrong']} / {rule['allowed']}",
        _share(rule["precision"]),
        f"{rule['fooled']} of {rule['hard_negatives']}",
        str(rule["flags_per_thousand"]),
        _number(rule["median_days"]),
        _number(rule["median_reports"]),
    ]


def _share(share: dict[str, float] | None) -> str:
    if share is None:
        return "-"
    return f"{share['value']:.2f} ({share['low']:.2f} to {share['high']:.2f})"


def _of(hits: int, total: int) -> str:
    if not total:
        return "-"
    low, high = wilson(hits, total)
    return f"{hits} of {total}: {hits / total:.2f} ({low:.2f} to {high:.2f})"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}".removesuffix(".0")


def _series(report: Report) -> str:
    sentence = f"Of {len(report.firsts)} planted series {report.flagged} have a right flag"
    if not report.timed:
        return f"{sentence}; when they were raised is not measured, for a few nights saw them all."
    return f"{sentence}; by the second report: {_of(report.by_second, len(report.firsts))}."


def _attributions(report: Report) -> str:
    if not report.attributions:
        return "No attribution of a planted incident was made."
    area = "not measured" if report.auc is None else f"{report.auc:.3f}"
    return f"{report.attributions} attributions of planted incidents; AUC of their ranking: {area}."


DOUBLES = frozenset(
    {
        *("namesakes", "namesake_near_birth", "father_and_son", "one_name_one_victim"),
        *("reciprocal_namesake", "household_with_one_unborn", "large_household", "family_phone"),
        "family_number",
    }
)
"""Families of namesakes and households, who must not be taken for one person."""


def _misses(report: Report) -> Iterator[list[str]]:
    for each in report.misses:
        rules = ", ".join(each.rules)
        yield [each.family, rules, _of(each.fooled, each.cases), str(each.joined)]


def _doubles(report: Report) -> str:
    doubles = [each for each in report.misses if each.family in DOUBLES]
    cases = sum(each.cases for each in doubles)
    fooled, joined = sum(each.fooled for each in doubles), sum(each.joined for each in doubles)
    return f"Namesakes and households: fooled {_of(fooled, cases)}; joined {_of(joined, cases)}."


def _bins(report: Report) -> Iterator[list[str]]:
    for each in report.bins:
        yield [f"{each.mean:.2f}", _of(each.true, each.total), str(each.total)]


def _groups(report: Report) -> Iterator[list[str]]:
    for (kind, value), errors in report.errors.items():
        missed = _of(errors.missed, errors.expected)
        yield [kind, value, missed, _of(errors.wrong, errors.raised)]
