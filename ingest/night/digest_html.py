"""The digest as one HTML file: self-contained, no network, light and dark."""

from __future__ import annotations

from html import escape

from ingest.night.digest import Morning, came_in, counts
from ingest.night.ranking import HOW, Ranked

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #5a6270;
  --rule: #d5d9df; --mark: #9a3412; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --paper: #16191d; --soft: #a3abb8; --rule: #3a4049; --mark: #f0a87d; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 28px; } h2 { font-size: 20px; margin-top: 2rem; }
h3 { font-size: 16px; margin: 0; } .soft { color: var(--soft); font-size: 14px; }
li { border-top: 1px solid var(--rule); padding: 12px 0; }
.why { color: var(--mark); font-weight: 600; font-size: 14px; }
@media print { li { break-inside: avoid; } }
"""
BANNER = "OFFICIAL-SENSITIVE. Every flag is a question for a person, not a finding about anybody."


def as_html(morning: Morning) -> str:
    """The whole page. Names in it are those that a viewer of level 0 may see."""
    night = morning.night
    title = f"The night as of {night.as_of:%d %B %Y, %H:%M} UTC"
    lines = [
        came_in(night.loaded),
        *(f"Not read: {reason}" for reason in (*night.unread, *night.faults)),
        *(f"Failed: {reason}" for reason in night.failed),
    ]
    lines += counts(morning)
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    left = f"{morning.left_out:,} more are left out here. " if morning.left_out else ""
    flags = "".join(_flag(each) for each in morning.first)
    none = "" if morning.first else "<p>No flag is new.</p>"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<p class="soft">{BANNER}</p><h1>{escape(title)}</h1>{paragraphs}'
        f'<h2>To look at first</h2>{none}<ol>{flags}</ol><p class="soft">{left}'
        f"{escape(HOW)}</p></body></html>\n"
    )


def _flag(each: Ranked) -> str:
    flag = each.flag
    care = [each.outcome, flag.owner or "", f"due {flag.due}" if flag.due else ""]
    parts = [
        f"<h3>{escape(flag.sentence)}</h3>",
        f'<p class="why">{escape("; ".join(each.reasons))}</p>',
        f"<p>{escape(flag.explanation)}</p>",
    ]
    parts += [f"<p>{escape(flag.why)}</p>"] if flag.why else []
    parts += [f"<p>What speaks against it: {escape(flag.against)}</p>"] if flag.against else []
    care_line = ", ".join(filter(None, care))
    parts.append(f'<p class="soft">{escape(care_line)}; flag {escape(flag.id)}</p>')
    return f"<li>{''.join(parts)}</li>"
