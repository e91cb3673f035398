"""Two hundred places and numbers where she is reached: none is in a file from the suspect's side.

The graph is that of crawled.py; to it come homes, telephones, accounts, cars and employers of hers
and of her mother, some once more in the free text of what he did, each written with a word that
stands nowhere else.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib

import pytest
from crawled import graph
from engines import empty
from planted import Plants
from sessions import session_of
from small_graph import Node, Tie, record, write

from graph.access.session import Session
from graph.engine.store import Store
from graph.explore.composition import Composition, compose
from graph.export.files import FORMATS, take_out
from graph.report.files import FORMATS as REPORTS
from graph.report.files import take_out_report

EACH = 20


class Whereabouts:
    """200 of them, as nodes and links of a graph, and the words to look for."""

    def __init__(self) -> None:
        self.plants = Plants()
        self.nodes: list[Node] = []
        self.links: list[Tie] = []
        for who in ("her", "mother"):
            for n in range(EACH):
                self._home(who, n)
                self._put(who, "USES", "Phone", self._number())
                self._put(who, "USES", "Account", f"email/{self.plants.word()}@mail.example")
                self._put(who, "DRIVES", "Vehicle", self.plants.word().upper())
                self._put(who, "WORKS_FOR", "Organisation", self.plants.word())
        self.words = list(self.plants.words)
        self.nodes += [
            record(f"w{n}", {"incident": {"summary": f"seen at {word}"}}, conditions=f"not {word}")
            for n, word in enumerate(self.words[:EACH])
        ]
        self.links += [
            (f"Record/w{n}", "ABOUT", f"Incident/f/{n % 3 + 1}", {}) for n in range(EACH)
        ]

    def _number(self) -> str:
        """One of those kept for invention that crawled.py has not."""
        digits = f"7700900{300 + len(self.plants.words)}"
        self.plants.words.append(digits)
        return f"+44{digits}"

    def _home(self, who: str, n: int) -> None:
        word = self.plants.word()
        written = (word, word.upper(), f"FLAT {n}, {word.title()} Row", f"{n} {word}, ZZ1 1AA")
        props = {"lines": written[n % 4], "postcode": "ZZ1 1AA", "latitude": 52.5, "level": 0}
        self._put(who, "LIVES_AT", "Address", f"{n} {word}", **props)

    def _put(self, who: str, kind: str, label: str, key: str, **props: object) -> None:
        self.nodes.append((label, key, {"level": 0, **props}))
        tie = {"key": key, "records": ["r1"]}
        self.links.append((f"Person/{who}", kind, f"{label}/{key}", tie))


@pytest.fixture(scope="module")
def planted() -> Whereabouts:
    return Whereabouts()


@pytest.fixture(scope="module")
def session(arcadedb_session: Store, planted: Whereabouts) -> Session:
    empty(arcadedb_session)
    nodes, links = graph()
    write(arcadedb_session, nodes + planted.nodes, links + planted.links)
    return session_of(arcadedb_session, 0)


def held(content: bytes) -> str:
    """What a file says, in small letters: what is packed into it, drawn by it and noted in it."""
    said = [content]
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            said += [parts.read(name) for name in parts.namelist()]
            said += [name.encode() for name in parts.namelist()]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        said.append(_unpacked(stream.strip()))
    for noted in re.findall(rb"zTXt(.*?)....IDAT", content, re.DOTALL):
        said.append(_unpacked(noted.partition(b"\0")[2][1:]))
    text = b"\n".join(said)
    return "\n".join(text.decode(code, "replace") for code in ("utf-8", "utf-16")).lower()


def _unpacked(stream: bytes) -> bytes:
    try:
        if stream.endswith(b"~>"):
            stream = base64.a85decode(stream.removesuffix(b"~>"))
        drawn = zlib.decompressobj().decompress(stream)
    except (ValueError, zlib.error):
        return b""
    return drawn + b"".join(re.findall(rb"\((.*?)(?<!\\)\)", drawn))


def found(words: list[str], content: bytes) -> list[str]:
    text = held(content)
    return [word for word in words if word in text]


def test_there_are_two_hundred_and_her_own_chart_tells_of_them(
    session: Session, planted: Whereabouts
) -> None:
    """Guards the tests beside it."""
    assert len(set(planted.words)) == 200
    chart = compose(session, Composition(anchors=(("Person", "her"),), depth=2))
    assert chart is not None
    for name in FORMATS.keys() - {"png"}:  # whose points are not read, what is noted in it is
        told = found(planted.words, take_out(session, chart, name).content)
        assert len(told) >= (10 if name in ("svg", "pdf") else 100), name


@pytest.mark.parametrize("name", FORMATS)
def test_no_chart_from_his_side_holds_one(
    session: Session, planted: Whereabouts, name: str
) -> None:
    chart = compose(session, Composition(anchors=(("Person", "sam"),), depth=3))
    assert chart is not None
    assert {"her", "f/1"} <= {node.id for node in chart.nodes}
    assert found(planted.words, take_out(session, chart, name, note="A/1").content) == []


@pytest.mark.parametrize("name", REPORTS)
def test_nor_does_a_chronology(session: Session, planted: Whereabouts, name: str) -> None:
    made = take_out_report(session, "sam", "her", name)
    assert found(["sam"], made.content), "what is drawn is read"
    assert found(planted.words, made.content) == []
