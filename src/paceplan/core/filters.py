"""A choice of projects that can be kept under a name: words, pace, health, order, and archived ones or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from paceplan.core.errors import Refused
from paceplan.core.portfolio import HEALTHS, SORTS, Row, select
from paceplan.core.rule import PACES
from paceplan.core.text import clean, nearest

LONGEST = 60
"""Characters of a filter's name."""
MOST = 100
"""Filters that are kept at most."""

_CHOICES: dict[str, tuple[str, ...]] = {"pace": PACES, "health": HEALTHS, "sort": SORTS}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which projects show, and in which order; empty where it leaves a matter as it is."""

    text: str = ""
    pace: str = ""
    health: str = ""
    sort: str = "next"
    descending: bool = False
    archived: bool = False

    def rows(self, rows: list[Row], today: dt.date) -> list[Row]:
        """Return the rows that it lets through, in its order."""
        return select(
            rows, today, text=self.text, pace=self.pace or None, health_is=self.health or None, sort=self.sort,
            descending=self.descending, archived=self.archived,
        )  # fmt: skip

    @property
    def narrows(self) -> bool:
        """It leaves out some projects that would show without it."""
        return bool(self.text or self.pace or self.health)

    @property
    def words(self) -> str:
        """What it asks for, in words."""
        order = f"by {self.sort}" + (", turned round" if self.descending else "")
        quoted = f"'{self.text}'" if self.text else ""
        parts = (self.pace, self.health, "archived" if self.archived else "", quoted, order)
        return ", ".join(part for part in parts if part)


def read(name: str, saved: Mapping[str, Any]) -> Filter:
    """Return the filter that was kept under `name`; raises `Refused` for a pace, health or order that there is not."""
    for key, choices in _CHOICES.items():
        value = saved.get(key) or ""
        if value and value not in choices:
            hint = nearest(value, list(choices))
            path = ("filters", name, key)
            raise Refused(f"filter '{name}': no {key} '{value}'{hint}; expected one of {', '.join(choices)}", path)
    return Filter(**{key: value for key, value in saved.items() if value})


def checked_name(names: Iterable[str], given: str) -> str:
    """Return the name to keep a filter under, that of one in `names` where they differ in case only.

    Raises `Refused` for a name that will not do, or for one filter too many.
    """
    name, known = clean(given).strip(), list(names)
    if not name or len(name) > LONGEST:
        raise Refused(f"a filter needs a name of 1 to {LONGEST} characters")
    same = next((found for found in known if found.casefold() == name.casefold()), None)
    if same is None and len(known) >= MOST:
        raise Refused(f"there are {MOST} filters already; drop one first")
    return same or name


def found_name(names: Iterable[str], given: str) -> str:
    """Return the name in `names` that is meant; raises `Refused`, listing what there is."""
    known = list(names)
    name = next((found for found in known if found.casefold() == given.strip().casefold()), None)
    if name is not None:
        return name
    if not known:
        raise Refused(f"no filter '{given}': none is kept yet; F in the planner's list keeps the one that shows")
    raise Refused(f"no filter '{given}'{nearest(given, known)}; there are {', '.join(known)}")
