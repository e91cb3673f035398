"""A sheet as text, and as one HTML file: self-contained, no network, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from graph.sharing.sheet import Line, Sheet

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #5a6270;
  --rule: #d5d9df; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --paper: #16191d; --soft: #a3abb8; --rule: #3a4049; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 28px; } h2 { font-size: 20px; margin-top: 2rem; }
li { border-top: 1px solid var(--rule); padding: 12px 0; } ul { list-style: none; padding: 0; }
p { margin: 0; } .soft { color: var(--soft); font-size: 14px; }
@media print { li { break-inside: avoid; } }
"""


def as_text(sheet: Sheet) -> Iterator[str]:
    """The lines of a sheet, for a terminal or a text file."""
    yield sheet.about
    for part in sheet.parts:
        yield f"\n{part.title}"
        for line in part.lines:
            yield "  " + ", ".join(filter(None, (line.when, line.says)))
            for more in line.more:
                yield from (f"      {text}" for text in more.splitlines())


def as_html(sheet: Sheet, title: str, notice: str) -> str:
    """The whole page; `notice` says on it for whom it is, why, and until when."""
    parts = "".join(
        f"<h2>{escape(part.title)}</h2><ul>{''.join(map(_item, part.lines))}</ul>"
        for part in sheet.parts
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<p class="soft">{escape(notice)}</p><h1>{escape(title)}: <bdi>{escape(sheet.about)}</bdi>'
        f"</h1>{parts}</body></html>\n"
    )


def _item(line: Line) -> str:
    head = ", ".join(filter(None, (line.when, line.says)))
    more = "".join(f"<p>{escape(text)}</p>" for text in line.more)
    return f"<li><strong><bdi>{escape(head)}</bdi></strong>{more}</li>"
