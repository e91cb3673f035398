"""A document as PDF, A4 across: draft mark, marking and page number on each page."""

from __future__ import annotations

import io
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    LongTable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
)

from graph.report.document import DRAFT, Document, Section

PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
"""What matplotlib brings: Latin, Greek, Cyrillic, Arabic, Hebrew and more."""
SIZE = landscape(A4)
EDGE, FOOT, PAD = 14 * mm, 24 * mm, 6
LEAST = 40 * mm
"""What a heading wants below it: a table splits, so that it cannot be kept with its whole."""
INK, SOFT, RULE, MARK = (HexColor(each) for each in ("#1b1f24", "#4a5260", "#b4bac3", "#f1f1f1"))


@cache
def _styles() -> dict[str, ParagraphStyle]:
    """The styles of text; the fonts are read with them, when a PDF is first asked for."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (PLAIN, BOLD):
        registerFont(TTFont(name, folder / f"{name}.ttf"))
    usual: dict[str, Any] = {"fontName": PLAIN, "textColor": INK, "splitLongWords": True}
    return {
        "title": ParagraphStyle("title", **{**usual, "fontName": BOLD}, fontSize=15, leading=19),
        "heading": ParagraphStyle(
            "heading", **{**usual, "fontName": BOLD}, fontSize=11, leading=14, spaceBefore=10,
        ),
        "text": ParagraphStyle("text", **usual, fontSize=8.5, leading=11.5, spaceAfter=2),
        "note": ParagraphStyle(
            "note", **{**usual, "textColor": SOFT}, fontSize=7.5, leading=10, spaceAfter=4,
        ),
        "cell": ParagraphStyle("cell", **usual, fontSize=8, leading=10.5),
        "head": ParagraphStyle(
            "head", **{**usual, "fontName": BOLD, "textColor": SOFT}, fontSize=7.5, leading=10
        ),
        "foot": ParagraphStyle("foot", **{**usual, "textColor": SOFT}, fontSize=6.5, leading=8),
    }  # fmt: skip


def write(document: Document) -> bytes:
    """The whole file; its metadata hold the title, who made it and the marking."""
    made = io.BytesIO()
    template = SimpleDocTemplate(
        made, pagesize=SIZE, leftMargin=EDGE, rightMargin=EDGE, topMargin=EDGE, bottomMargin=FOOT,
        title=document.title, author=document.stamp.who, subject=document.stamp.line,
        creator="Throughline", lang="en-GB",
    )  # fmt: skip

    def mark(canvas: Any, page: Any) -> None:
        _mark(canvas, page, document)

    template.build(_story(document), onFirstPage=mark, onLaterPages=mark)
    return made.getvalue()


def _story(document: Document) -> list[Any]:
    story: list[Any] = [_text(document.title, "title"), Spacer(1, 6)]
    story += [_text(line, "text") for line in document.lead]
    for section in document.sections:
        story.append(PageBreak() if section.apart else CondPageBreak(LEAST))
        story += [_text(section.title, "heading"), _text(section.note, "note"), _table(section)]
    return story


def _table(section: Section) -> Any:
    if not section.rows:
        return _text(section.nothing, "text")
    whole = (SIZE[0] - 2 * (EDGE + PAD)) / sum(section.shares)
    cells = [[_text(cell, "cell") for cell in row] for row in section.rows]
    return LongTable(
        [[_text(head, "head") for head in section.heads], *cells],
        colWidths=[share * whole for share in section.shares],
        repeatRows=1,
        splitInRow=1,  # a summary may be longer than a page
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ],
    )


def _text(text: str, style: str) -> Any:
    return Paragraph(escape(text).replace("\n", "<br/>"), _styles()[style])


def _mark(canvas: Any, page: Any, document: Document) -> None:
    """Behind the text of a draft a large pale word, below it the marking."""
    width, height = SIZE
    if document.mark == DRAFT:
        canvas.saveState()
        canvas.setFillColor(MARK)
        canvas.setFont(BOLD, 120)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(30)
        canvas.drawCentredString(0, -40, "DRAFT")
        canvas.restoreState()
    says = f"{document.mark} · page {page.page}\n{document.stamp.line}"
    foot = _text(says, "foot")
    _, tall = foot.wrap(width - 2 * (EDGE + PAD), FOOT)
    foot.drawOn(canvas, EDGE + PAD, max(4 * mm, FOOT - 4 * mm - tall))
