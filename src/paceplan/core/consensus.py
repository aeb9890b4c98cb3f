"""What several votes on one question come to: the median or the majority, the spread, and who stands at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paceplan.core.ballots import Cast

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook

WIDE: Final = 2
"""From this spread on, both ends are heard before anything is taken."""

SPLIT: Final = 3
"""The spread of a gate on which some said yes and some no: as far apart as two scores can be."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One round of votes on one question, revealed; `votes` in the participants' order."""

    question: str
    round: int
    votes: Mapping[str, Cast]
    consensus: int | bool | None
    """The median, or for a gate the majority; None where nobody gave a score or an answer."""
    spread: int

    @property
    def wide(self) -> bool:
        """The votes lie so far apart that both ends are heard first."""
        return self.spread >= WIDE

    @property
    def counted(self) -> list[int | bool]:
        """The votes that count: neither a don't know nor an abstention."""
        return [vote for vote in self.votes.values() if not isinstance(vote, str)]

    def voters(self, vote: Cast) -> tuple[str, ...]:
        """Return who cast this vote."""
        return tuple(voter for voter, cast in self.votes.items() if same(cast, vote))

    @property
    def ends(self) -> tuple[int | bool, int | bool] | None:
        """The lowest and the highest score, or no and yes; None where nothing counts."""
        counted = self.counted
        return (min(counted), max(counted)) if counted else None


def same(one: Cast, other: Cast) -> bool:
    """Tell whether two votes are the same: a 1 is no yes."""
    return type(one) is type(other) and one == other


def tally(playbook: Playbook, question: str, round_: int, votes: Mapping[str, Cast]) -> Tally:
    """Count the votes of one round; one of a kind that the question does not take counts as a don't know."""
    kind = bool if question in playbook.gates else int
    counted = [vote for vote in votes.values() if type(vote) is kind]
    consensus: int | bool | None
    if question in playbook.gates:
        consensus = majority(map(bool, counted), forces=playbook.gates[question].on)
        spread = SPLIT if len(set(counted)) > 1 else 0
    else:
        scores = [int(vote) for vote in counted]
        consensus = median(scores, marathon_when_high=playbook.dimensions[question].favours == "marathon")
        spread = max(scores) - min(scores) if scores else 0
    kept = {voter: vote if isinstance(vote, str) or type(vote) is kind else "." for voter, vote in votes.items()}
    return Tally(question, round_, kept, consensus, spread)


def median(scores: Sequence[int], *, marathon_when_high: bool) -> int | None:
    """Return the middle score; of two middle ones the one nearer the marathon, whichever way the dimension leans.

    So doubt never shortens a project, and the result is always a score that somebody gave.
    """
    if not scores:
        return None
    ordered = sorted(scores, reverse=not marathon_when_high)
    return ordered[len(ordered) // 2]


def majority(answers: Iterable[bool], *, forces: bool) -> bool | None:
    """Return the answer that most gave; in a tie the one that forces the gate's pace, as a median of two would."""
    given = list(answers)
    if not given:
        return None
    forced = sum(answer is forces for answer in given)
    return forces if 2 * forced >= len(given) else not forces
