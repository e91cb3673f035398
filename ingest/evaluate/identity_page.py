"""An evaluation of who is who in words: lines for a terminal, and a section of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from graph.errors import InputError
from graph.oversight.proportions import wilson
from ingest.evaluate.identity import Measure
from ingest.evaluate.page import table
from ingest.evaluate.who import Report

_HEADING = "## Measured on "


def lines(report: Report) -> Iterator[str]:
    """For a terminal."""
    yield _counts(report)
    yield f"pairs: {_measure(report.pairs)}"
    yield f"B-cubed: {_measure(report.b_cubed)}"
    yield _calibration(report)
    for (kind, value), group in report.groups.items():
        yield (
            f"{kind} {value}: {group.mentions:,} mentions, with somebody else "
            f"{_share(group.merged, group.mentions)}, without some of their own "
            f"{_share(group.split, group.mentions)}, B-cubed F1 {group.b_cubed.f1:.4f}"
        )
    for name, faults in (("false merge", report.merges), ("false split", report.splits)):
        for fault in faults:
            yield f"{name} of {fault.parts}, {fault.pairs} pairs: {' '.join(fault.mentions)}"


def write(report: Report, page: Path) -> None:
    """Put the figures into a page, in the place of those measured on the same set before."""
    try:
        before = page.read_text(encoding="utf-8") if page.exists() else ""
        pattern = re.compile(
            rf"^{re.escape(_HEADING + report.name)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL
        )
        made = f"{section(report).rstrip()}\n"
        if pattern.search(before):
            text = pattern.sub(lambda _: f"{made}\n", before)
        else:
            text = f"{before.rstrip()}\n\n{made}" if before else made
        page.write_text(f"{text.rstrip()}\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{page.name} cannot be written: name a page in a folder.") from error


def section(report: Report) -> str:
    """The figures as a section of Markdown."""
    parts = [
        f"{_HEADING}{report.name}\n",
        f"{report.made:%d %B %Y}, model {report.model or 'none'}. {_counts(report)}\n",
        table(
            ("", "precision", "recall", "F1"),
            [_row("pairs", report.pairs), _row("B-cubed", report.b_cubed)],
        ),
        f"\n{_calibration(report)}\n",
        table(("said", "mean said", "true (95%)", "pairs"), list(_bins(report))),
        "",
        table(
            ("group", "", "mentions", "with somebody else (95%)", "without some of their own (95%)",
             "B-cubed F1"),
            list(_groups(report)),
        ),
    ]  # fmt: skip
    return "\n".join(parts)


def _counts(report: Report) -> str:
    absent = f"; {report.absent:,} of the truth are not in the graph" if report.absent else ""
    return (
        f"{report.mentions:,} mentions of {report.people:,} people were taken for "
        f"{report.found:,} people{absent}."
    )


def _calibration(report: Report) -> str:
    if report.calibration is None:
        return "No scored link has both ends in the truth: calibration is not measured."
    return f"Expected calibration error of the links that are kept: {report.calibration:.4f}."


def _measure(measure: Measure) -> str:
    return f"precision {measure.precision:.4f}, recall {measure.recall:.4f}, F1 {measure.f1:.4f}"


def _row(name: str, measure: Measure) -> list[str]:
    return [name, f"{measure.precision:.4f}", f"{measure.recall:.4f}", f"{measure.f1:.4f}"]


def _share(hits: int, total: int) -> str:
    low, high = wilson(hits, total)
    return f"{hits / total:.4f} ({low:.4f} to {high:.4f})"


def _bins(report: Report) -> Iterator[list[str]]:
    for each in report.bins:
        true = _share(each.true, each.pairs)
        yield [f"{each.low:g} to {each.high:g}", f"{each.said:.3f}", true, f"{each.pairs:,}"]


def _groups(report: Report) -> Iterator[list[str]]:
    for (kind, value), group in report.groups.items():
        merged, split = _share(group.merged, group.mentions), _share(group.split, group.mentions)
        yield [kind, value, f"{group.mentions:,}", merged, split, f"{group.b_cubed.f1:.4f}"]
