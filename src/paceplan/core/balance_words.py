"""What a balance says: the months beyond the capacity, those of one kind alone, and what to do about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, NamedTuple

from paceplan.core.balance import Capacity, Month
from paceplan.core.dates import MONTHS, add_months

HORIZON = 12
"""Months, from the current one on, that advice looks at: further ahead few sprints are planned yet."""

Matter = Literal["over-sprints", "over-marathons", "all-sprint", "all-marathon"]
TITLES: dict[Matter, str] = {
    "over-sprints": "More sprints than capacity",
    "over-marathons": "More marathons than capacity",
    "all-sprint": "Sprints only",
    "all-marathon": "Marathons only",
}
SHORT: dict[Matter, str] = {
    "over-sprints": "too many sprints",
    "over-marathons": "too many marathons",
    "all-sprint": "sprints only",
    "all-marathon": "marathons only",
}
"""What a line on one month says."""


class Finding(NamedTuple):
    """A matter with the months that it is true of, at least one."""

    matter: Matter
    months: tuple[Month, ...]

    @property
    def text(self) -> str:
        """The matter and its months in words."""
        return f"{TITLES[self.matter]}: {named(self.months)}"


def matters_of(month: Month, capacity: Capacity) -> list[Matter]:
    """Return what there is to say of one month; nothing where it is in balance or empty."""
    sprints, marathons = month.over(capacity)
    said: list[Matter] = ["over-sprints"] if sprints else []
    said += ["over-marathons"] if marathons else []
    said += ["all-sprint"] if month.alone == "sprint" else ["all-marathon"] if month.alone == "marathon" else []
    return said


def findings(months: Sequence[Month], capacity: Capacity) -> list[Finding]:
    """Return what there is to say of these months, what goes beyond the capacity first."""
    found: dict[Matter, list[Month]] = {matter: [] for matter in TITLES}
    for month in months:
        for matter in matters_of(month, capacity):
            found[matter].append(month)
    return [Finding(matter, tuple(here)) for matter, here in found.items() if here]


def named(months: Sequence[Month]) -> str:
    """Return months in words, those that follow one another as one stretch: `Nov 2026, Jan to Mar 2027`."""
    stretches: list[list[dt.date]] = []
    for month in months:
        if stretches and add_months(stretches[-1][-1], 1) == month.first:
            stretches[-1].append(month.first)
        else:
            stretches.append([month.first])
    return ", ".join(_stretch(stretch[0], stretch[-1]) for stretch in stretches)


def _stretch(first: dt.date, last: dt.date) -> str:
    end = f"{MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    start = MONTHS[first.month - 1] if first.year == last.year else f"{MONTHS[first.month - 1]} {first.year}"
    return f"{start} to {end}"


def advice(months: Sequence[Month], capacity: Capacity, today: dt.date) -> list[str]:
    """Return what to do about the months from today's on, a sentence or two for each matter; never nothing.

    A project run at the wrong pace costs what the playbooks say: only sprints leave systems that do not last, only
    marathons prove nothing in time.
    """
    current = today.replace(day=1)
    ahead = [month for month in months if month.first >= current]
    near = [month for month in ahead if month.first < add_months(current, HORIZON)]
    if not any(month.sprints or month.marathons for month in ahead):
        return ["Nothing is planned from this month on: a project counts here once its pilot or roadmap has a start."]
    found = {finding.matter: finding.months for finding in findings(near, capacity)}
    said = [
        _too_many(found[matter][0], ahead, capacity, matter)
        for matter in TITLES
        if matter in found and "over" in matter
    ]
    if "all-sprint" in found:
        said.append(
            f"In {named(found['all-sprint'])} only sprints run: what they prove has nothing lasting to go into. Begin "
            "the first phase of a marathon beside them."
        )
    if "all-marathon" in found:
        said.append(
            f"In {named(found['all-marathon'])} only marathons run: nothing is proved within weeks, and only patience "
            "funds them. Nest a sprint in one of them, on the deliverable with the most risk."
        )
    return said or [f"The next {HORIZON} months stay within the capacity, with both paces wherever something runs."]


def _too_many(month: Month, ahead: Sequence[Month], capacity: Capacity, matter: Matter) -> str:
    """Return what to do about the first month that goes beyond the capacity."""
    sprints = matter == "over-sprints"
    kind, most = ("sprint", capacity.sprints) if sprints else ("marathon", capacity.marathons)
    count, over = (month.sprints if sprints else month.marathons), month.over(capacity)[not sprints]
    later = [m for m in ahead if m.first > month.first]
    room = next((m for m in later if (m.sprints if sprints else m.marathons) < most), None)
    some = f"{over} of them" if over > 1 else "one of them"
    what = (
        f"Put off or close {some}: {room.name} is the first month after it with room"
        if room
        else f"Close {some}: no month after it has room"
    )
    return f"{month.name} has {count} {kind}s at once, {over} more than the {most} there is capacity for. {what}."
