"""The recurring cost that a proposal names, and the warning where the method asks for it and it is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from paceplan.core.cadence import RHYTHMS
from paceplan.core.criteria import figure
from paceplan.core.errors import Refused
from paceplan.core.verdict import Remark

if TYPE_CHECKING:
    from paceplan.core.entries import Cost
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

_A_YEAR = {"week": 52, "month": 12, "quarter": 4}
_TYPED = re.compile(
    r"(?P<before>[^\d\s.,+-]{1,12})?\s*(?P<amount>[\d.,]+)\s*(?P<currency>\D{1,12}?)?\s*"
    r"(?:\b(?:a|an|per|each|every)|/)\s*(?P<every>week|month|quarter)(?:ly)?"
)


class Amount(NamedTuple):
    """An amount of a currency that comes round."""

    amount: float
    currency: str
    every: str


def parse(text: str) -> Amount:
    """Return what `480 EUR a month` says; raises `Refused` for anything else."""
    from paceplan.core.readings import parse_value

    found = _TYPED.fullmatch(" ".join(text.split()))
    currency = ((found["currency"] or found["before"] or "") if found else "").strip()
    if found is None or not currency:
        line = " ".join(text.split())
        shown = line if len(line) <= 40 else f"{line[:37]}..."
        raise Refused(f"costs: '{shown}' is no recurring cost; give one such as 480 EUR a month", ("costs",))
    return Amount(parse_value(found["amount"]), currency, found["every"])


def told(cost: Cost) -> str:
    """Return a cost in words, with what it comes to in a year."""
    year = round(cost.amount * _A_YEAR[cost.every], 2)
    return f"{figure(cost.amount)} {cost.currency} a {cost.every}, {figure(year)} {cost.currency} a year"


def unnamed(project: Project, playbook: Playbook) -> tuple[Remark, ...]:
    """Say that the recurring cost is missing where the playbook wants it in the proposal."""
    if project.costs is None and playbook.cost_in_proposal:
        return (Remark("costs", "the proposal names no recurring cost; give one such as 480 EUR a month"),)
    return ()


def name(
    project: Project, playbook: Playbook, *, amount: float, currency: str, every: str, note: str | None = None
) -> Project:
    """Name the recurring cost; a `note` of None keeps the old one. Raises `Refused`."""
    from paceplan.core.entries import Cost

    if not amount >= 0:
        raise Refused(f"costs.amount: {figure(amount)} is too small; give 0 or more", ("costs", "amount"))
    if every not in RHYTHMS:
        raise Refused(f"costs.every: '{every}' is no rhythm; give week, month or quarter", ("costs", "every"))
    kept = (project.costs.note if project.costs else "") if note is None else note
    made = Cost.model_validate({"amount": amount, "currency": currency, "every": every, "note": kept})
    return project.model_copy(update={"costs": made})


def remark(project: Project, playbook: Playbook, *, note: str) -> Project:
    """Write what the recurring cost is made of; raises `Refused` where none is named."""
    if project.costs is None:
        raise Refused("costs: no recurring cost is named yet; give one such as 480 EUR a month", ("costs",))
    made = type(project.costs).model_validate(project.costs.model_dump() | {"note": note})
    return project.model_copy(update={"costs": made})


def drop(project: Project, playbook: Playbook) -> Project:
    """Take the recurring cost out of the proposal; raises `Refused` where none is named."""
    if project.costs is None:
        raise Refused("costs: no recurring cost is named", ("costs",))
    return project.model_copy(update={"costs": None})
