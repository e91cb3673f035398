"""Courses of conduct recorded under each rule of its time, and what speaks against stalking."""

from __future__ import annotations

import datetime as dt

from ingest.synthetic.export.clock import LONDON
from ingest.synthetic.plant.planner import Actor
from ingest.synthetic.plant.stage import Scene

NAMED = ("following", "watching", "loitering", "tracking")
UNNAMED = ("threats", "assault")
RATIONALES = (
    "Officer's rationale: harassment only, no fixation.",
    "Reviewed: this does not amount to stalking, a dispute about contact with the children.",
    "Recorded as harassment because no evidence of obsession is apparent.",
)


def old_rules(scene: Scene) -> None:
    """Acts that s2A(3) names, recorded in each year since stalking has a class of its own."""
    year = 2014 + scene.number % 6
    _course(scene, [_on(year, 5, 3), _on(year, 6, 20), _on(year, 7, 9)])
    scene.case(note=f"the rule of {year}")


def before_the_class(scene: Scene) -> None:
    """The same acts, recorded before April 2014; the last one in its last hour, local time."""
    last = _on(2014, 3, 31, hour=22) if scene.number % 2 else _on(2013, 8, 2)
    _course(scene, [_on(2013, 5, 3), last])
    scene.negative("unrecorded_stalking", note="no class of its own yet")


def threats_alone(scene: Scene) -> None:
    """Threats and blows in the years when it took acts that s2A(3) names."""
    year = 2015 + scene.number % 5
    _course(scene, [_on(year, 5, 3), _on(year, 6, 20)], acts=UNNAMED, classes=("9A",))
    scene.negative("unrecorded_stalking", note=f"no act of s2A(3) in {year}")


def spring_of_2020(scene: Scene) -> None:
    """A former partner's threats, recorded on either side of the midnight of the new rule."""
    _course(scene, [_on(2020, 3, 2), _on(2020, 4, 1, hour=1)], acts=UNNAMED, classes=("9A",))
    scene.case(note="recorded after midnight of 1 April 2020")


def before_spring_of_2020(scene: Scene) -> None:
    """The same an hour before midnight, which in summer time is another day in UTC."""
    _course(scene, [_on(2020, 3, 2), _on(2020, 3, 31, hour=22)], acts=UNNAMED, classes=("9A",))
    scene.negative("unrecorded_stalking", note="recorded before midnight of 1 April 2020")


def graver_beside(scene: Scene) -> None:
    """From April 2018 to June 2023 stalking is recorded beside a graver crime."""
    _course(scene, [_on(2019, 3, 2), _on(2019, 5, 1)], acts=NAMED, graver=True)
    scene.case(note="a graver crime, and stalking beside it")


def graver_alone(scene: Scene) -> None:
    """Since June 2023 the graver crime alone is counted, as it was before April 2018."""
    start = _on(2023, 6, 2) if scene.number % 2 else _on(2017, 6, 2)
    _course(scene, [start, start + dt.timedelta(days=20)], acts=NAMED, graver=True)
    scene.negative("unrecorded_stalking", note="a graver crime alone is recorded")


def officers_rationale(scene: Scene) -> None:
    """An officer says why it is harassment and nothing more."""
    start = scene.opening(40)
    times = [start, scene.later(start, 5, 15)]
    reason = RATIONALES[scene.number % len(RATIONALES)]
    _course(scene, times, acts=("contacting", "gifts"), reason=reason)
    scene.negative("unrecorded_stalking", note="an officer's rationale for harassment alone")


def _course(
    scene: Scene,
    times: list[dt.datetime],
    acts: tuple[str, ...] = NAMED,
    classes: tuple[str, ...] = ("8L",),
    *,
    graver: bool = False,
    reason: str = "",
) -> tuple[Actor, Actor]:
    """A former partner's acts, one at each time, recorded within the hour."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    for number, when in enumerate(times):
        act, last = acts[number % len(acts)], number == len(times) - 1
        report = scene.report(
            when,
            suspect,
            victim,
            act,
            classes=("5D",) if graver and last else classes,
            delay=0.5,
        )
        if reason and last:
            report.summary = f"{report.summary} {reason}"
    return suspect, victim


def _on(year: int, month: int, day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(year, month, day, hour, 10, tzinfo=LONDON).astimezone(dt.UTC)
