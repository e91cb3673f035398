"""docs/questions.md: every question and rule, from the headers of their files.

Written by `python -m graph.explore.listing > docs/questions.md`; a test compares the two.
"""

from __future__ import annotations

import sys

from graph.explore.asking import questions
from graph.queries import Query

_OPENING = """# Questions and rules

Every question is one file under `cypher/`, and `throughline ask` lists them. Ask one with
`throughline ask NAME KEY=VALUE …`; `--json` and `--csv` print for other programs. A value is
written plainly; a list with commas; an instant as `2025-03-01T00:00:00Z`. What you may see ends
at `--clearance`, 0 unless given, and the audit notes each question before it is answered.

A rule raises flags each night and can be asked like a question too: over everything, or over
`anchors=ID,ID`; as known now, or at `as_of=INSTANT`. A flag is a question put to a person. In
its explanation a sentence that has nothing to say is left out.

How to write one of your own stands in [own-questions.md](own-questions.md). This page is made
from the files: `python -m graph.explore.listing > docs/questions.md`.
"""


def markdown() -> str:
    """The whole page."""
    rooms = (("ask", "Questions"), ("detect", "Rules"))
    parts = [_OPENING]
    for room, title in rooms:
        parts.append(f"## {title}\n")
        parts += [_entry(query) for query in questions() if query.room == room]
    return "\n".join(parts)


def _entry(query: Query) -> str:
    lines = [f"### {query.name}", "", query.question, ""]
    if takes := [param for param in query.params if param.name != "clearance"]:
        lines += ["| takes | type | unless given |", "|---|---|---|"]
        lines += [f"| `{p.name}` | {p.type} | {_default(p.required, p.default)} |" for p in takes]
        lines.append("")
    lines += ["| gives | type |", "|---|---|"]
    lines += [f"| `{column.name}` | {column.type} |" for column in query.gives]
    lines.append("")
    if query.flag:
        lines += [f"Flag: {_code(query.flag)}", "", f"Explanation: {_code(query.explain)}", ""]
    if query.against:
        lines += [f"What speaks against it: {_code(query.against)}", ""]
    if notes := _notes(query):
        lines += [notes, ""]
    if query.source:
        lines += [f"Source: {query.source}", ""]
    return "\n".join(lines)


def _default(required: bool, default: object) -> str:
    return "must be given" if required else "all" if default is None else f"`{default}`"


def _code(text: str) -> str:
    return f"`{text}`"


def _notes(query: Query) -> str:
    """What stands above the query as one paragraph; what stands at its clauses as a list."""
    opening, clauses = list[str](), list[list[str]]()
    lines = [line.strip() for line in query.text.splitlines()]
    for before, line in zip(["//", *lines], lines, strict=False):
        if not line.startswith("//"):
            continue
        comment = line.removeprefix("//").strip()
        if not clauses and before.startswith("//"):
            opening.append(comment)
        elif before.startswith("//"):
            clauses[-1].append(comment)
        else:
            clauses.append([comment])
    listed = "\n".join(f"- {' '.join(clause)}" for clause in clauses)
    return "\n\n".join(filter(None, (" ".join(opening), listed)))


if __name__ == "__main__":
    sys.stdout.write(markdown())
