"""The page of an account, a number or an incident: what a flag about no person opens on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import scene
from house import House, callback
from tiny_graph import write

from dashboard.pages import entity, flags
from dashboard.routes import Asked, about, parse
from dashboard.view import Desk
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store

GRAPH = """
i1 Incident offence_classes=8R
i2 Incident offence_classes=8Q level=1
social/x1 Account kind=social value=night_1
i1 INVOLVES social/x1 whose=offender
i2 INVOLVES social/x1 whose=offender
vera Person name='Vera Example'
sam Person name='Sam Sample'
vera VICTIM_OF i1
sam SUSPECT_IN i1 attribution=possible
+447700900123 Phone
+447700900124 Phone
social/x1 LINKED_TO +447700900123 kind=recovery
social/x1 LINKED_TO +447700900124 kind=recovery
sam USES +447700900123 social/x1
vera USES +447700900124
f1 ON social/x1 as=account
f1 Flag rule=alias_accounts subjects=social/x1|social/x2 state=new night=n1 why=new level=0 \
  evidence=r-i1 sentence=s explanation=e raised_at=2025-01-02T10:00 changed_at=2025-01-02T10:00 \
  columns='{"account_ids": ["social/x1", "social/x2"], "accounts": 2, "incidents": 1}'
"""


def text(content: Any) -> str:
    return str(content.to_plotly_json())


def test_a_flag_about_an_account_opens_on_what_it_is_about(
    embedded_store: Store, tmp_path: Path
) -> None:
    write(embedded_store, GRAPH)
    audit, viewer = Audit(tmp_path / "audit.sqlite"), Viewer("a.nalyst", "analyst", "a test")
    desk = Desk(embedded_store, audit, lambda _: viewer)

    path = about(("Account", "social/x1"))
    assert f"href='{path}'" in text(flags.show(desk, parse("/", ""), "light").content)
    assert parse(path, "").place == ("Account", "social/x1")

    def looked(label: str, id_: str) -> tuple[str, int]:
        content, level, _ = entity.show(desk, parse(about((label, id_)), ""), "light")
        return text(content), level

    shown, level = looked("Account", "social/x1")
    assert level == 0
    assert "H1('night_1')" in shown
    assert "Flags (1)" in shown
    assert "Incidents and orders (1)" in shown
    assert "Sam Sample" in shown
    assert "Who is tied to it" in shown
    assert "uses" in shown
    assert "suspect (possible)" in shown
    assert "+447700900123" in shown
    assert "+447700900124" not in shown, "the victim's own number stays off a suspect's account"
    assert audit.entries()[-1].body == {"asked": "entity", "of": ["Account", "social/x1"]}

    incident = looked("Incident", "i1")[0]
    assert "People named" in incident
    assert "Vera Example" in incident
    assert "night_1" in incident
    assert "Nothing here" in looked("Incident", "i2")[0]
    assert "Nothing here" in looked("Phone", "+447700900999")[0]


def test_an_address_that_names_no_kind_of_thing_leads_nowhere() -> None:
    assert parse("/about/Flag/f1", "") == Asked()
    assert parse("/about/Account", "") == Asked()
    assert about(("Person", "p/1")) == "/person/p%2F1"


def test_a_home_from_the_side_of_who_is_protected_wants_a_reason(
    embedded_store: Store, tmp_path: Path
) -> None:
    scene.build(embedded_store, tmp_path)
    client = House(embedded_store, tmp_path).signed_in("supervisor")
    told = callback(client, "/about/Address/vera-home?side=vera").get_data(as_text=True)
    assert "protected from somebody" in told
    assert "Mill Lane" not in told
