"""The arithmetic of a rule: leans to a pace, and which paces can still be reached.

Everything here is exact over pairs of (total, marathon count): a dimension adds a lean of 0 to 3, so all that a
playbook with many dimensions can reach is a few hundred pairs, and every question is answered within a key press.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paceplan.core.playbook import Dimension, Playbook, Rule

PACES: Final = ("sprint", "hybrid", "marathon")
"""From the weakest to the strongest."""

RANK: Final = {pace: rank for rank, pace in enumerate(PACES)}
LEVELS: Final = (0, 1, 2, 3)

State = tuple[int, int]
"""Sum of leans, number of marathon leans."""


def lean(dimension: Dimension, score: int) -> int:
    """Return `score` turned so that higher always means marathon."""
    return score if dimension.favours == "marathon" else 3 - score


def rubric_rank(rule: Rule, state: State) -> int:
    """Return the rank of the pace that the leans alone give, before any gate."""
    total, count = state
    if rule.kind == "count":
        return 2 if count >= rule.marathon_at else 0
    if rule.kind == "bands":
        for pace, band in rule.bands.items():
            if band.low <= total <= band.high:
                return RANK[pace]
    return 0


def add(rule: Rule, state: State, value: int) -> State:
    """Return the state with one more lean of `value`."""
    return state[0] + value, state[1] + (value >= rule.lean_at)


def reachable_ranks(rule: Rule, start: State, open_dimensions: int) -> set[int]:
    """Return the ranks that the leans alone give over all completions of so many unanswered dimensions.

    Each may add any lean from 0 to 3: every total up to three more, and every count up to one more each, comes up.
    """
    total, count = start
    if rule.kind == "bands":
        last = total + max(LEVELS) * open_dimensions
        return {RANK[pace] for pace, band in rule.bands.items() if band.low <= last and band.high >= total}
    return {rubric_rank(rule, (total, count + more)) for more in (0, open_dimensions)}


def possible_ranks(rule: Rule, start: State, open_dimensions: int, forced: int, open_gates: Iterable[int]) -> set[int]:
    """Return the ranks still possible; `open_gates` holds the rank that each unanswered gate may force."""
    floors = {forced} | {max(forced, rank) for rank in open_gates}
    bases = reachable_ranks(rule, start, open_dimensions)
    return {max(base, floor) for base in bases for floor in floors}


def margin(rule: Rule, leans: list[int], forced: int) -> int | None:
    """Return the fewest single score steps that together alter the pace, gates left as they are; None where none do."""
    if not leans:
        return None
    costs: dict[State, int] = {(0, 0): 0}
    state: State = (0, 0)
    for current in leans:
        state = add(rule, state, current)
        following: dict[State, int] = {}
        for before, cost in costs.items():
            for value in LEVELS:
                after = add(rule, before, value)
                steps = cost + abs(value - current)
                if steps < following.get(after, 1_000_000):
                    following[after] = steps
        costs = following
    now = max(rubric_rank(rule, state), forced)
    return min((cost for s, cost in costs.items() if max(rubric_rank(rule, s), forced) != now), default=None)


def forced_rank(playbook: Playbook, answers: dict[str, bool]) -> int:
    """Return the rank of the strongest pace that an answered gate forces; 0 where none does."""
    return max((RANK[g.forces] for i, g in playbook.gates.items() if answers.get(i) is g.on), default=0)
