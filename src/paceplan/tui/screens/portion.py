"""How much of how much, as people type it: `47 of 120 minutes`."""

from __future__ import annotations

import re
from typing import NamedTuple

from paceplan.core.criteria import figure
from paceplan.core.errors import Refused
from paceplan.core.readings import parse_value

_PORTION = re.compile(r"(?:(?P<part>\S+)\s+(?:of|/)\s+)?(?P<whole>\S+)(?:\s+(?P<unit>.*\S))?")


class Portion(NamedTuple):
    """A part of a whole; `part` is None where only the whole was given."""

    part: float | None
    whole: float
    unit: str = ""

    def __str__(self) -> str:
        of = "" if self.part is None else f"{figure(self.part)} of "
        return of + figure(self.whole, self.unit)


def parse_portion(text: str, expected: str, *, unit: bool = False) -> Portion:
    """Return what a line says, with a unit only where there may be one; raises `Refused`, which says `expected`."""
    found = _PORTION.fullmatch(text.strip())
    if found is None or (found["unit"] and not unit):
        raise Refused(expected)
    part = parse_value(found["part"]) if found["part"] else None
    return Portion(part, parse_value(found["whole"]), found["unit"] or "")
