"""How a workshop ends: the pace, three lines why, what would flip it, who disagreed where, and who wanted what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paceplan.core.consensus import Tally
from paceplan.core.rule import LEVELS, PACES, RANK
from paceplan.core.verdict import NAMES, Flip, Verdict, judge
from paceplan.core.workshop_state import questions, tallies

if TYPE_CHECKING:
    from paceplan.core.entries import Workshop
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

LINES = 3
"""Reasons on the closing page."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question on which the votes differed in some round, with the names at both ends; none where anonymous."""

    question: str
    name: str
    first: Tally
    last: Tally
    low: tuple[str, ...]
    high: tuple[str, ...]
    reason: str

    @property
    def widest(self) -> Tally:
        """The round in which the votes lay further apart; of equal ones the last."""
        return self.first if self.first.spread > self.last.spread else self.last


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pace that somebody wants (a stakeholder) or whose own votes come to it (a participant)."""

    name: str
    pace: str
    by_votes: bool
    agrees: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """What the closing page and the page to hand out say."""

    verdict: Verdict
    reasons: tuple[str, ...]
    flips: tuple[Flip, ...]
    open: tuple[str, ...]
    """The names of questions that were not taken."""
    disagreements: tuple[Disagreement, ...]
    wanted: tuple[Wanted, ...]
    people: int
    votes: int


def closing(project: Project, playbook: Playbook, id: str) -> Closing:
    """Return how workshop `id` of a project ended, or stands as yet."""
    held, verdict = project.workshops[id], judge(project, playbook)
    asked = questions(playbook)
    return Closing(
        verdict=verdict,
        reasons=three_lines(verdict, playbook),
        flips=verdict.flips,
        open=tuple(name_of(playbook, q) for q in asked if q not in held.result),
        disagreements=tuple(_disagreement(held, playbook, counted) for counted in _differed(held, playbook)),
        wanted=(*_stakeholders(project, verdict), *_participants(project, playbook, held, verdict)),
        people=len(held.participants),
        votes=sum(len(votes) for round_ in held.votes.values() for votes in round_.values()),
    )


def name_of(playbook: Playbook, question: str) -> str:
    """Return a question's name."""
    entry = playbook.dimensions.get(question) or playbook.gates.get(question)
    return entry.name if entry else question


def three_lines(verdict: Verdict, playbook: Playbook) -> tuple[str, ...]:
    """Return the lines that explain a pace: where it stands by the rule, then the answers that speak for it most."""
    forced = [r.text for r in verdict.reasons if r.forces]
    scored = [r for r in verdict.reasons if r.lean is not None]
    if verdict.pace == "sprint":
        # The strongest reason of a sprint is what leans to a marathon least.
        scored.sort(key=lambda reason: reason.lean or 0)
    elif verdict.pace == "hybrid":
        scored = [*scored[:1], *scored[:0:-1]]
    lines = [*forced[: LINES - 1], rule_line(verdict, playbook), *(r.text for r in scored)]
    quiet = [r.text for r in verdict.reasons if r.lean is None and not r.forces]
    return tuple(dict.fromkeys(filter(None, [*lines, *forced, *quiet])))[:LINES]


def rule_line(verdict: Verdict, playbook: Playbook) -> str:
    """Return in a sentence where the answers stand by the playbook's rule."""
    if verdict.total is None or verdict.maximum is None:
        if any(reason.forces for reason in verdict.reasons):
            return ""
        return "No answer forces a longer pace" if verdict.complete else ""
    if playbook.rule.kind == "count":
        of = f"{verdict.marathon_count} of {len(playbook.dimensions)} lean to a marathon"
        return f"{of}; {playbook.rule.marathon_at} make one (total {verdict.total} of {verdict.maximum})"
    rank = next((p for p, b in playbook.rule.bands.items() if b.low <= verdict.total <= b.high), None)
    if rank is None or not verdict.complete:
        return f"Total {verdict.total} of {verdict.maximum} so far"
    band = playbook.rule.bands[rank]
    return f"Total {verdict.total} of {verdict.maximum}: {band.low} to {band.high} is {NAMES[rank]}"


def _differed(held: Workshop, playbook: Playbook) -> list[tuple[Tally, Tally]]:
    """Return first and last round of the questions on which votes differed, the widest first."""
    rounds = [found for q in questions(playbook) if (found := tallies(held, playbook, q))]
    pairs = [(found[0], found[-1]) for found in rounds if any(counted.spread for counted in found)]
    return sorted(pairs, key=lambda pair: (-pair[1].spread, -pair[0].spread))


def _disagreement(held: Workshop, playbook: Playbook, rounds: tuple[Tally, Tally]) -> Disagreement:
    first, last = rounds
    low, high = ends(held, first if first.spread > last.spread else last)
    reason = held.reasons.get(first.question, "")
    return Disagreement(first.question, name_of(playbook, first.question), first, last, low, high, reason)


def ends(held: Workshop, counted: Tally) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names at the lower and at the upper end of a round; none where it is anonymous or nothing differs."""
    between = counted.ends
    if held.anonymous or between is None or not counted.spread:
        return (), ()
    low, high = (tuple(held.participants.get(v, v) for v in counted.voters(end)) for end in between)
    return low, high


def _stakeholders(project: Project, verdict: Verdict) -> list[Wanted]:
    people = sorted(project.stakeholders.items(), key=lambda entry: (entry[1].order or 0, entry[0]))
    return [Wanted(s.name, s.wants, False, s.wants == verdict.pace) for _, s in people if s.wants]


def _participants(project: Project, playbook: Playbook, held: Workshop, verdict: Verdict) -> list[Wanted]:
    """Return the pace that each participant's own last votes come to, where they decide one."""
    if held.anonymous or verdict.pace is None:
        return []
    latest = [rounds[-1] for q in questions(playbook) if (rounds := tallies(held, playbook, q))]
    found = []
    for voter, name in held.participants.items():
        cast = ((c.question, c.votes.get(voter, ".")) for c in latest)
        own = {question: vote for question, vote in cast if not isinstance(vote, str)}
        pace = own_pace(project, playbook, own)
        if own and pace is not None:
            found.append(Wanted(name, pace, True, pace == verdict.pace))
    return found


def own_pace(project: Project, playbook: Playbook, answers: dict[str, int | bool]) -> str | None:
    """Return the pace that these answers alone come to; None while they leave several possible."""
    content = {
        "format": project.format,
        "name": project.name,
        "playbook": project.playbook,
        "scores": {q: {"score": a} for q, a in answers.items() if q in playbook.dimensions and a in LEVELS},
        "gates": {q: a for q, a in answers.items() if q in playbook.gates},
    }
    return judge(type(project).of(content), playbook).pace


def against(found: Closing) -> list[Wanted]:
    """Return who wanted another pace than it came to, those who wanted the longest first."""
    others = [wanted for wanted in found.wanted if not wanted.agrees]
    return sorted(others, key=lambda wanted: (wanted.by_votes, -RANK[wanted.pace]))


def shares(found: Closing) -> dict[str, int]:
    """Return pace -> how many participants' own votes come to it, from the shortest pace."""
    own = [wanted.pace for wanted in found.wanted if wanted.by_votes]
    return {pace: own.count(pace) for pace in PACES if pace in own}
