"""From the graph's mentions to families that must be decided, and the links to keep.

The work file follows the graph: mentions that wait there are read again, and when the two
do not fit (another machine resolved, the file is gone, the model is new) all of it is made
anew. Only this module and the matcher open the file.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph import queries
from graph.batches import batches
from graph.changes.waiting import waiting
from graph.derive.people import PAGE, VERSION
from graph.engine.store import Store
from graph.identity import judgements as judge
from graph.identity.partition import POOLED, Judged, Pair, clusters
from graph.identity.possible import people_apart
from graph.identity.stable_ids import Cluster, Member
from ingest.resolve import pool
from ingest.resolve.blocking import NAMES
from ingest.resolve.comparisons import COMPARISONS
from ingest.resolve.components import joined
from ingest.resolve.features import Doubt, features, somebody
from ingest.resolve.matcher import COMPLETE, FILE, Matcher
from ingest.resolve.model import Model
from ingest.resolve.score import GARBLED, OTHER_NAME, Scorer, comparison_levels, of_kept, score
from ingest.resolve.tables import insert, note, rows

_LINK_COLUMNS = ("a", "b", "weight", "rule", "model", "doubt", "total")
FAMILIES = 20_000
"""How many are read from the work file at once."""
POSSIBLE = 400
"""Hundredths of a bit below the threshold: pairs between clusters that are kept for review."""
PeopleOf = Callable[[list[str]], dict[str, str]]
"""Mentions to the people to whom they refer."""
BLOCKING_RULES = {**dict(enumerate(NAMES)), COMPLETE: "through others"}


@dataclass(frozen=True, slots=True)
class Scored:
    """A link to keep: weight in bits, the rule that proposed it, each comparison's share.

    `doubt` is whether it leaves open that two people are one.
    """

    a: str
    b: str
    weight: float
    rule: str
    model: str
    doubt: bool = False
    levels: tuple[str, ...] = ()
    bits: tuple[float, ...] = ()


class Proposal:
    """What changed since the last resolution. A context manager.

    `mentions` are all those of a graph that is still to be written, which keeps no links yet; else
    they are read from the one that is there.
    """

    def __init__(
        self,
        store: Store,
        work: Path,
        model: Model,
        scorer: Scorer = score,
        mentions: Iterable[Mapping[str, Any]] | None = None,
    ) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self._store, self._model, self._scorer = store, model, scorer
        self._file = work / FILE
        self._unwritten = mentions is not None
        self.doubts: list[tuple[str, Doubt]] = []
        self._matcher = self._open()
        self._pool = _pool_links(model)
        self._nobody: list[str] = []
        self._parted: list[str] = []
        self._follow(mentions)
        self._matcher.update()
        self.doubts += [(id_, pool.DOUBT) for id_ in pool.contradicting(self._matcher.db)]
        self._judged = judge.judged(judge.judgements(store))
        self._touched()
        self._people()
        self._once_together()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._matcher.close()

    def families(self) -> Iterator[list[Cluster]]:
        """Clusters of all mentions that are connected, now or before, where something changed."""
        db = self._matcher.db
        for page in batches(rows(db, _FAMILY_NUMBERS), FAMILIES):
            ends = (page[0][0], page[-1][0])
            links: dict[int, dict[Pair, int]] = {}
            for family, a, b, weight in rows(db, self._links("among"), *ends):
                links.setdefault(family, {})[min(a, b), max(a, b)] = weight
            for family, of in groupby(rows(db, _FAMILIES, *ends), lambda row: row[0]):
                listed = list(of)
                members = {id_: person for _, id_, person, _ in listed}
                pools = {id_: pool for _, id_, _, pool in listed}
                parts = self._cut(members, links.get(family, {}), pools)
                if len(parts) > 1:
                    self._parted += members
                yield parts

    def nobody(self) -> Iterator[tuple[str, str | None]]:
        """(mention, person so far) of those that are nobody: unsupported, or saying nothing."""
        for page in batches(sorted(self._nobody), PAGE):
            people = self._referred(page)
            yield from ((mention, people.get(mention)) for mention in page)

    def new_links(self) -> Iterator[Scored]:
        """Links of touched mentions that are not kept in the graph as they are now."""
        for page in batches(rows(self._matcher.db, self._links("new")), PAGE):
            yield from (self._scored(row) for row in page)

    def of_two_minds(self) -> set[str]:
        """People whose mentions leave open who they are, or did: to be asked after `families`."""
        db = self._matcher.db
        least = self._model.limits.threshold - POSSIBLE
        ids = [row[0] for row in rows(db, _OPEN.format(least=least, doubt=doubtful(self._model)))]
        people = {person for (person,) in rows(db, "SELECT DISTINCT person FROM referred")}
        for page in batches(sorted({*ids, *self._parted}), PAGE):
            people.update(self._referred(page).values())
        return people

    def apart(self, people_of: PeopleOf | None = None) -> frozenset[Pair]:
        """The people whom words on their mentions tell apart, as mentions refer to them now."""
        ids = sorted({end for ends in self._judged.apart for end in ends})
        people: dict[str, str | None] = {}
        for page in batches(ids, PAGE):
            people |= (people_of or self._referred)(page)
        return people_apart(self._judged.apart, people)

    def lost_links(self) -> Iterator[dict[str, str]]:
        """Links of touched mentions that are kept and no longer hold."""
        for page in batches(rows(self._matcher.db, self._links("lost")), PAGE):
            yield from ({"a": a, "b": b} for a, b in page)

    def finish(self, keep: Callable[[dict[str, Any]], object]) -> None:
        """Say in the graph (`keep` does) and in the file that both are of one state."""
        stamp = secrets.token_hex(8)
        limits = self._model.limits
        props = {
            "model": self._model.version,
            "stamp": stamp,
            "threshold": limits.threshold,
            "floor": limits.floor,
            "ceiling": limits.ceiling,
            "went": False,
            "derived": VERSION,
            "listed": True,
        }
        keep(props)
        note(self._matcher.db, "stamp", stamp)

    def _open(self) -> Matcher:
        known = self._store.read(queries.load("system/mentions/resolution"))
        self._went = bool(known and known[0]["went"])
        if known and known[0]["derived"] != VERSION:
            mentions = self._store.stream(queries.load("system/mentions/ids"))
            for page in batches([row["id"] for row in mentions], PAGE):
                self._store.write(queries.load("write/mentions/wait"), ids=page)
        fits = known and self._file.exists() and not self._unwritten
        kept = self._kept(known[0]["stamp"]) if fits else None
        self._anew = kept is None
        if kept is not None:
            return kept
        self._file.unlink(missing_ok=True)
        return Matcher(self._model, self._file, self._scorer)

    def _kept(self, stamp: str) -> Matcher | None:
        """The work file that is there, if it is of one state with the graph."""
        try:
            matcher = Matcher(self._model, self._file, self._scorer)
        except Exception:  # noqa: BLE001 - a torn file of whatever kind is made anew
            return None
        if matcher.fresh and note(matcher.db, "stamp") == stamp:
            note(matcher.db, "stamp", "")  # a kill before the end leaves a file that fits nothing
            return matcher
        matcher.close()
        return None

    def _follow(self, mentions: Iterable[Mapping[str, Any]] | None) -> None:
        """Read what waits in the graph, or all of it, into the work file."""
        if mentions is None:
            mentions = self._all() if self._anew else self._stale()
        for page in batches(mentions, 20_000):
            made = [(row["id"], row["active"], *features(row)) for row in page]
            known = [row for _, active, row, _ in made if active and somebody(row)]
            self.doubts += [(id_, doubt) for id_, _, _, doubts in made for doubt in doubts]
            there = {row[0] for row in known}
            gone = [id_ for id_, *_ in made if id_ not in there]
            self._nobody += gone
            self._matcher.drop(gone)
            self._matcher.put(known)
        if self._went and not self._anew:
            self._drop_vanished()

    def _all(self) -> Iterator[Mapping[str, Any]]:
        yield from self._store.stream(queries.load("system/mentions/all"))

    def _stale(self) -> Iterator[Mapping[str, Any]]:
        stale = waiting(self._store)
        if stale is None:
            yield from self._store.stream(queries.load("system/mentions/stale"))
        for ids in batches(stale or ()):
            yield from self._store.read(queries.load("system/mentions/stale_among"), ids=ids)

    def _drop_vanished(self) -> None:
        """Mentions that went with their delivery left no mark of their own in the graph."""
        db = self._matcher.db
        db.execute("CREATE OR REPLACE TEMP TABLE there (id VARCHAR)")
        for page in batches(self._store.stream(queries.load("system/mentions/ids")), 50_000):
            insert(db, "there", [(row["id"],) for row in page], ("id",))
        query = "SELECT unique_id FROM member WHERE unique_id NOT IN (FROM there)"
        self._matcher.drop([row[0] for row in rows(db, query)])

    def _touched(self) -> None:
        """What must be decided: touched components, and all that words connect with them."""
        db = self._matcher.db
        tables = {row[0] for row in rows(db, "SELECT table_name FROM duckdb_tables()")}
        if "touched" not in tables:
            db.execute("CREATE TEMP TABLE touched (i INTEGER)")
        words = [(a, b) for a, b in self._judged.same]
        db.execute("CREATE OR REPLACE TEMP TABLE word (a VARCHAR, b VARCHAR)")
        insert(db, "word", words, ("a", "b"))
        families = joined([(int(x), int(y)) for x, y in rows(db, _WORD_ENDS)])
        db.execute("CREATE OR REPLACE TEMP TABLE joined (component INTEGER, family INTEGER)")
        insert(db, "joined", families, ("component", "family"))
        db.execute(_FAMILY)
        db.execute(_WITH_JOINED)

    def _people(self) -> None:
        """Whom the touched mentions refer to, and which links of theirs the graph keeps."""
        db = self._matcher.db
        db.execute(_REFERRED)
        db.execute(_GRAPH_LINKS)
        asked = rows(db, "SELECT unique_id, i FROM member WHERE i IN (FROM touched)")
        for page in batches(asked, 5_000):
            numbers: dict[str, int] = dict(page)
            ids = list(numbers)
            people = [(m, numbers[m], who) for m, who in self._referred(ids).items()]
            insert(db, "referred", people, ("unique_id", "i", "person"))
            if self._unwritten:
                continue
            for row in self._store.read(queries.load("system/mentions/resembles_of"), ids=ids):
                insert(
                    db,
                    "graph_link",
                    list(zip(*map(row.get, _LINK_COLUMNS), strict=True)),
                    _LINK_COLUMNS,
                )

    def _referred(self, mentions: list[str]) -> dict[str, str]:
        """Mention -> the person it refers to so far."""
        rows = self._store.read(queries.load("system/mentions/people"), ids=mentions)
        return {m: p for row in rows for m, p in zip(row["mentions"], row["people"], strict=True)}

    def _once_together(self) -> None:
        """Families that share a person are one: whoever parts must be named beside the rest."""
        db = self._matcher.db
        shared = [family for (family,) in rows(db, _ONE_PERSON)]
        families = joined([(among[0], other) for among in shared for other in among[1:]])
        db.execute("CREATE OR REPLACE TEMP TABLE joined (component INTEGER, family INTEGER)")
        insert(db, "joined", families, ("component", "family"))
        db.execute(_JOIN_FAMILIES)

    def _cut(
        self,
        members: Mapping[str, str | None],
        links: Mapping[Pair, int],
        pools: Mapping[str, str],
    ) -> list[Cluster]:
        if len(members) == 1:
            return [[Member(id_, person) for id_, person in members.items()]]
        limits = self._model.limits
        inside = self._judged if self._words_in(members) else Judged()
        return [
            [Member(id_, members[id_]) for id_ in group]
            for group in clusters(members, links, inside, limits, pools)
        ]

    def _words_in(self, members: Mapping[str, Any]) -> bool:
        judged = chain(self._judged.same, self._judged.apart)
        return any(a in members or b in members for a, b in judged)

    def _links(self, which: str) -> str:
        least = self._model.limits.threshold - POSSIBLE
        doubt = doubtful(self._model)
        return _LINKS[which].format(
            least=least, model=self._model.version, rules=_RULE_NAMES, doubt=doubt, **self._pool
        )

    def _scored(self, row: tuple[Any, ...]) -> Scored:
        a, b, weight, blocking_rule, doubt, levels, bits = row
        reasons = [
            (f"{name}: {comparison_levels(name)[level - 1]}", share / 100)
            for name, level, share in zip(COMPARISONS, levels, bits, strict=True)
            if level
        ]
        words = tuple(text for text, _ in reasons)
        shares = tuple(share for _, share in reasons)
        return Scored(a, b, weight / 100, blocking_rule, self._model.version, doubt, words, shares)


def _pool_links(model: Model) -> dict[str, Any]:
    """What a link says between a mention and the one by which all of its number are scored."""
    levels = [1 if name == "number" else 0 for name in COMPARISONS]
    of_one = comparison_levels("number")[0]
    chances = model.m["number"][of_one] / model.u["number"][of_one]
    weight = round(100 * math.log2(chances))
    bits = [weight if level else 0 for level in levels]
    return {
        "pooled": POOLED,
        "pooled_weight": weight,
        "pooled_levels": f"{levels}::UTINYINT[]",
        "pooled_bits": f"{bits}::INTEGER[]",
    }


def doubtful(model: Model) -> str:
    """Whether a pair leaves open that two people are one, as SQL.

    One who is named otherwise at the same home is a relative, whatever a person may say of it.
    """
    open_ = f"weight >= {model.limits.threshold - POSSIBLE}"
    told = of_kept(f"({OTHER_NAME} AND NOT {GARBLED})")
    return f"({open_} AND NOT {told})" if model.households else f"({open_})"


def _quoted(names: Iterable[tuple[int, str]]) -> str:
    return " ".join(f"WHEN {number} THEN '{name}'" for number, name in names)


_RULE_NAMES = f"CASE blocking_rule {_quoted(BLOCKING_RULES.items())} END"
_WORD_ENDS = """
SELECT x.component, y.component FROM word
JOIN member m ON m.unique_id = a JOIN member n ON n.unique_id = b
JOIN piece x ON x.i = m.i JOIN piece y ON y.i = n.i WHERE x.component <> y.component
"""
_FAMILY = """
CREATE OR REPLACE TEMP TABLE family AS
SELECT i, component, coalesce(family, component) AS family
FROM piece LEFT JOIN joined USING (component)
WHERE coalesce(family, component) IN (
  SELECT coalesce(family, component) FROM piece LEFT JOIN joined USING (component)
  WHERE i IN (FROM touched))
"""
_WITH_JOINED = "CREATE OR REPLACE TEMP TABLE touched AS SELECT i FROM family"
_ONE_PERSON = """
SELECT list_sort(list(DISTINCT family)) FROM referred JOIN family USING (i)
GROUP BY person HAVING count(DISTINCT family) > 1
"""
_JOIN_FAMILIES = """
UPDATE family SET family = joined.family FROM joined WHERE family.family = joined.component
"""
_FAMILY_NUMBERS = "SELECT DISTINCT family FROM family ORDER BY family"
_FAMILIES = """
SELECT family, member.unique_id, person, mention.unique_id FROM family JOIN member USING (i)
JOIN mention USING (i) LEFT JOIN referred ON referred.unique_id = member.unique_id
WHERE family BETWEEN ? AND ? ORDER BY family, member.unique_id
"""
_REFERRED = """
CREATE OR REPLACE TEMP TABLE referred (unique_id VARCHAR, i INTEGER, person VARCHAR)
"""
_GRAPH_LINKS = """
CREATE OR REPLACE TEMP TABLE graph_link
(a VARCHAR, b VARCHAR, weight DOUBLE, rule VARCHAR, model VARCHAR, doubt BOOLEAN, total DOUBLE)
"""
# Of one piece and one cluster they are one person, and the question is answered.
_OPEN = """
SELECT m.unique_id FROM (
  SELECT unnest([l, r]) AS i FROM pair JOIN piece x ON x.i = l JOIN piece y ON y.i = r
  WHERE (l IN (FROM touched) OR r IN (FROM touched)) AND x.piece <> y.piece
    AND weight >= {least} AND {doubt}) JOIN mention m USING (i)
"""
# A pair is kept when both are of one piece, so that its clusters can be cut again, or when it
# is near enough to the threshold for a person to look at.
_KEPT = """
kept AS (
  SELECT least(m.unique_id, n.unique_id) AS a, greatest(m.unique_id, n.unique_id) AS b,
    weight, {rules} AS rule, {doubt} AS doubt, levels, bits
  FROM pair JOIN mention m ON m.i = l JOIN mention n ON n.i = r
  JOIN piece x ON x.i = l JOIN piece y ON y.i = r
  WHERE (l IN (FROM touched) OR r IN (FROM touched))
    AND (x.piece = y.piece OR weight >= {least})
  UNION ALL
  SELECT m.unique_id, member.unique_id, {pooled_weight}, '{pooled}', true, {pooled_levels},
    {pooled_bits}
  FROM member JOIN mention m USING (i)
  WHERE i IN (FROM touched) AND member.unique_id <> m.unique_id)
"""
_LINKS = {
    "new": "WITH" + _KEPT + "SELECT a, b, kept.weight, kept.rule, kept.doubt, levels, bits "
    "FROM kept "
    "LEFT JOIN (SELECT DISTINCT * FROM graph_link) h USING (a, b) WHERE h.weight IS NULL "
    "OR round(h.weight * 100) <> kept.weight OR h.rule <> kept.rule OR h.model <> '{model}' "
    # A weight at a limit stays as it is while what it is made of changes.
    "OR h.doubt <> kept.doubt OR round(h.total * 100) <> list_sum(bits) ORDER BY a, b",
    "lost": "WITH" + _KEPT + "SELECT DISTINCT a, b FROM graph_link ANTI JOIN kept USING (a, b) "
    "ORDER BY a, b",
    "among": "SELECT x.family, m.unique_id, n.unique_id, weight FROM pair "
    "JOIN family x ON x.i = l JOIN family y ON y.i = r "
    "JOIN mention m ON m.i = l JOIN mention n ON n.i = r "
    "JOIN piece p ON p.i = l JOIN piece q ON q.i = r "
    "WHERE x.family BETWEEN ? AND ? AND y.family = x.family "
    "AND (p.piece = q.piece OR weight >= {least})",
}
