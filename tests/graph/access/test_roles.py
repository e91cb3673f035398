"""The one table of what each role may do."""

from __future__ import annotations

from pathlib import Path

from graph.access import roles
from graph.access.audit import ACTIONS


def test_the_page_is_the_table() -> None:
    there = (Path(__file__).parents[3] / "docs" / "roles.md").read_text(encoding="utf-8")
    assert there == roles.page() + "\n", "python -m graph.access.roles > docs/roles.md"


def test_a_right_is_an_action_of_the_audit_or_about_the_door() -> None:
    about_the_door = {"audit", "accounts", "reception", "oversight", "api"}
    assert set(roles.RIGHTS) - set(ACTIONS) == about_the_door
    assert set(ACTIONS) - set(roles.RIGHTS) == {"sign-in", "refusal"}


def test_who_keeps_the_door_does_not_see_the_cases() -> None:
    assert not any(
        roles.may(role, "consultation") for role in ("auditor", "administrator", "support", "none")
    )
    assert not any(roles.may(role, "accounts") for role in roles.GIVEN if role != "administrator")
    assert not any(roles.may(role, "audit") for role in roles.GIVEN if role != "auditor")
    overseers = [role for role in roles.GIVEN if roles.may(role, "oversight")]
    assert overseers == ["supervisor", "auditor"]
    assert [role for role in roles.GIVEN if roles.may(role, "reception")] == [roles.SUPPORT]
    assert roles.ROLES[roles.SUPPORT].rights == {"reception"}
    assert [role for role in roles.GIVEN if roles.may(role, "api")] == ["system", "correspondent"]
    assert {*roles.RIGHTS} - roles.ROLES[roles.OWNER].rights == {"reception", "api"}
    assert not roles.may(roles.OWNER, "peeking")
