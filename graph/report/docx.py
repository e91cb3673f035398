"""A document for a word processor: draft mark in the head, marking in the foot of each page."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from graph.report.document import Document, Section

WIDE, TALL, EDGE = 297, 210, 15
"""Millimetres of a page and of its edges."""


def write(document: Document) -> bytes:
    """The whole file; its properties hold the title, who made it and the marking."""
    file: Any = docx.Document()
    _page(file, document)
    properties = file.core_properties
    properties.title, properties.author = document.title[:255], document.stamp.who[:255]
    properties.last_modified_by = document.stamp.who[:255]
    properties.comments = document.stamp.line[:255]
    properties.created = properties.modified = document.stamp.at
    file.add_heading(document.title, level=0)
    for line in document.lead:
        file.add_paragraph(line)
    for section in document.sections:
        if section.apart:
            file.add_page_break()
        file.add_heading(section.title, level=1)
        file.add_paragraph(section.note).runs[0].italic = True
        _table(file, section)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _page(file: Any, document: Document) -> None:
    page = file.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(WIDE), Mm(TALL)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(EDGE)
    file.styles["Normal"].font.size = Pt(9.5)
    page.header.paragraphs[0].text = document.mark
    page.header.paragraphs[0].runs[0].bold = True
    foot = page.footer.paragraphs[0]
    foot.text = document.stamp.line
    foot.runs[0].font.size = Pt(7.5)


def _table(file: Any, section: Section) -> None:
    if not section.rows:
        file.add_paragraph(section.nothing)
        return
    table = file.add_table(rows=1, cols=len(section.heads), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, section.heads, strict=True):
        cell.text = head
        cell.paragraphs[0].runs[0].bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 (python-docx has no name for it)
    for row in section.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for column, share in zip(table.columns, section.shares, strict=True):
        column.width = Mm((WIDE - 2 * EDGE) * share / sum(section.shares))
        for cell in column.cells:
            cell.width = column.width
