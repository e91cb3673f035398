"""A document as one HTML file: self-contained, no script, its marking on each printed page."""

from __future__ import annotations

from html import escape

from graph.report.document import Document, Section

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #5a6270; --rule: #c3c9d1; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --paper: #16191d; --soft: #a3abb8; --rule: #444c57; } }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 72rem; margin: 1rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.2; } h2 { font-size: 19px; margin: 2rem 0 .25rem; }
p { margin: .25rem 0; } .note, .marking { color: var(--soft); font-size: 13px; }
.draft { font-weight: 700; letter-spacing: .04em; color: var(--ink); }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
.rows { margin-top: .5rem; } .page > * > tr > td { padding: 0; }
.rows th, .rows td { text-align: left; vertical-align: top; padding: 6px 10px 6px 0;
  border-bottom: 1px solid var(--rule); white-space: pre-line; }
.rows th { font-size: 13px; color: var(--soft); }
.wide { overflow-x: auto; } .wide .rows { min-width: 44rem; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  :root { --ink: #000; --paper: #fff; --soft: #444; --rule: #999; }
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
  h2 { break-after: avoid; } .rows tr { break-inside: avoid; } .apart { break-before: page; }
  .wide { overflow: visible; } .wide .rows { min-width: 0; } }
"""


def write(document: Document) -> bytes:
    """The whole page. A browser repeats head and foot of its outer table on each printed page."""
    head = f'<p class="marking"><span class="draft">{escape(document.mark)}</span></p>'
    foot = f'<p class="marking">{escape(document.stamp.line)}</p>'
    lead = "".join(f"<p>{escape(text)}</p>" for text in document.lead)
    body = f"<h1><bdi>{escape(document.title)}</bdi></h1>{lead}"
    body += "".join(map(_section, document.sections))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)}</title><style>{STYLE}</style></head><body>"
        f'<table class="page" role="presentation"><thead><tr><td>{head}</td></tr></thead>'
        f"<tfoot><tr><td>{foot}</td></tr></tfoot>"
        f"<tbody><tr><td><main>{body}</main></td></tr></tbody></table></body></html>\n"
    ).encode()


def _section(section: Section) -> str:
    kind = ' class="apart"' if section.apart else ""
    head = f"<h2>{escape(section.title)}</h2>"
    note = f'<p class="note">{escape(section.note)}</p>'
    return f"<section{kind}>{head}{note}{_table(section)}</section>"


def _table(section: Section) -> str:
    if not section.rows:
        return f"<p>{escape(section.nothing)}</p>"
    columns = "".join(f'<col width="{share}%">' for share in section.shares)
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in section.heads)
    rows = "".join(
        f"<tr>{''.join(f'<td><bdi>{escape(cell)}</bdi></td>' for cell in row)}</tr>"
        for row in section.rows
    )
    return (
        f'<div class="wide"><table class="rows"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
