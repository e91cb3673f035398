"""The charts of an evaluation as one HTML file: self-contained, no network, light and dark.

Drawn as SVG by hand: a force reads the file where no library may be fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from graph.oversight.proportions import wilson
from ingest.evaluate.run import Report, as_data

WIDTH, ROW, LEFT, PLOT = 760, 28, 200, 480
STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #5a6270;
  --rule: #d5d9df; --a: #1f5fa8; --b: #a8501f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --paper: #16191d; --soft: #a3abb8; --rule: #3a4049; --a: #7db4f0;
    --b: #f0a87d; } }
body { font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 20px; } h2 { font-size: 16px; margin-top: 2rem; }
p { color: var(--soft); } svg text { fill: var(--ink); font-size: 12px; }
svg .grid { stroke: var(--rule); } svg .a { stroke: var(--a); fill: var(--a); }
svg .b { stroke: var(--b); fill: var(--b); } svg .soft { fill: var(--soft); }
"""


def html(report: Report) -> str:
    """Recall and precision of each rule with their intervals, and the calibration."""
    data = as_data(report)
    title = f"Detection, measured on {data['made']}"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{escape(title)}</h1>"
        f"<p>A synthetic region of {data['incidents']:,} incidents, seed "
        f"{data['region']['seed']}. Lines are 95% intervals.</p>"
        f"<h2>Recall</h2>{forest(data['rules'], 'recall', 'a')}"
        f"<h2>Precision</h2>{forest(data['rules'], 'precision', 'b')}"
        f"<h2>Attributions: said and true</h2>{calibration(report)}</html>"
    )


def forest(rules: list[dict[str, Any]], what: str, style: str) -> str:
    """A dot and its interval for each rule; a rule that was not measured says so."""
    height = ROW * (len(rules) + 1)
    marks = "".join(_axis(height))
    for place, rule in enumerate(rules):
        y = ROW * place + ROW / 2
        marks += f'<text x="0" y="{y + 4}">{escape(rule["rule"].replace("_", " "))}</text>'
        marks += _interval(rule[what], y, style)
    label = f"{what} of each rule, with 95% intervals"
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">{marks}</svg>'


def _axis(height: int) -> Iterator[str]:
    for tenth in range(0, 11, 2):
        x = LEFT + PLOT * tenth / 10
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{height - ROW}"/>'
        yield f'<text class="soft" x="{x - 8}" y="{height - 8}">{tenth / 10:.1f}</text>'


def _interval(share: dict[str, float] | None, y: float, style: str) -> str:
    if share is None:
        return f'<text class="soft" x="{LEFT + 4}" y="{y + 4}">not measured</text>'
    low, high, at = (LEFT + PLOT * share[name] for name in ("low", "high", "value"))
    return (
        f'<line class="{style}" stroke-width="2" x1="{low}" x2="{high}" y1="{y}" y2="{y}"/>'
        f'<circle class="{style}" cx="{at}" cy="{y}" r="4"/>'
        f'<text x="{LEFT + PLOT + 12}" y="{y + 4}">{share["value"]:.2f}</text>'
    )


def calibration(report: Report) -> str:
    """The share of true attributions over the probability that was said, against the diagonal."""
    if not report.bins:
        return "<p>No attribution of a planted incident was made.</p>"
    side, edge = 320, 40
    marks = f'<line class="grid" x1="{edge}" y1="{side}" x2="{edge + side}" y2="0"/>'
    for share in (0.0, 0.5, 1.0):
        x, y = edge + side * share, side * (1 - share)
        marks += (
            f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{side}"/>'
            f'<line class="grid" x1="{edge}" x2="{edge + side}" y1="{y}" y2="{y}"/>'
            f'<text class="soft" x="{x - 8}" y="{side + 18}">{share:.1f}</text>'
            f'<text class="soft" x="{edge - 30}" y="{y + 4}">{share:.1f}</text>'
        )
    for each in report.bins:
        low, high = wilson(each.true, each.total)
        x, y = edge + side * each.mean, side * (1 - each.true / each.total)
        marks += (
            f'<line class="a" x1="{x}" x2="{x}" y1="{side * (1 - low)}" y2="{side * (1 - high)}"/>'
            f'<circle class="a" cx="{x}" cy="{y}" r="4"><title>{each.total}</title></circle>'
        )
    marks += f'<text class="soft" x="{edge}" y="{side + 38}">across: said; upwards: true</text>'
    return (
        f'<svg viewBox="0 -8 {side + 2 * edge} {side + edge + 16}" width="{side + 2 * edge}" '
        f'role="img" aria-label="calibration of attributions">{marks}</svg>'
    )
