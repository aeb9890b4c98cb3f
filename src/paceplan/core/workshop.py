"""project -> project: a workshop, in which several people score a project together.

Votes are written down as they come, sealed (`core.ballots`); a reveal opens those of one question at once. A clock is
seconds that the caller counted: it rides along with what is written down anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from paceplan.core import ballots, scoring
from paceplan.core.ballots import Cast
from paceplan.core.consensus import Tally, same
from paceplan.core.errors import Refused
from paceplan.core.text import clean, slug
from paceplan.core.workshop_state import is_open, last_tally, rounds, voting_round

if TYPE_CHECKING:
    from paceplan.core.entries import Workshop
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

MOST: Final = 99
"""Participants, and rounds of one question, at most."""
_HOW: Final = "give names with commas between them, or a head-count such as 6"


def fresh_id(project: Project, day: str) -> str:
    """Return the id of a new workshop on `day` (as in a file): the day, with a number where that is taken."""
    taken, number, id = project.workshops, 2, day
    while id in taken:
        id, number = f"{day}-{number}", number + 1
    return id


def seats(text: str, taken: Iterable[str] = ()) -> dict[str, str]:
    """Return id -> name of those named in one line; a number among the names stands for so many without one.

    `taken` are names that are there already: a second of the same name gets a number. Raises `Refused`.
    """
    names = list(taken)
    before = len(names)
    for part in (clean(piece).strip() for piece in text.split(",")):
        count = int(part) if part.isdecimal() and part.isascii() and len(part) <= 4 else 0
        if part and not (part.isdecimal() and part.isascii()):
            names.append(_unused(part, names))
        elif count:
            for _ in range(min(count, MOST + 1)):
                names.append(_person(names))
    if len(names) == before:
        raise Refused(f"workshop: nobody takes part yet; {_HOW}", ("workshops",))
    if len(names) > MOST:
        raise Refused(f"workshop: {len(names):,} people are too many for one vote; at most {MOST} take part")
    ids: dict[str, str] = {}
    for name in names:
        ids[slug(name, set(ids))] = name
    return dict(list(ids.items())[before:])


def _unused(name: str, names: list[str]) -> str:
    candidate, number = name, 2
    while candidate in names:
        candidate, number = f"{name} ({number})", number + 1
    return candidate


def _person(names: list[str]) -> str:
    number = 1
    while f"Person {number}" in names:
        number += 1
    return f"Person {number}"


# Who and how


def set_up(
    project: Project,
    playbook: Playbook,
    *,
    id: str,
    people: str | Mapping[str, str],
    seal: str,
    anonymous: bool = False,
    queue: Iterable[str] = (),
) -> Project:
    """Begin a workshop with these people, a line or id -> name; `seal` is any text that no other workshop has."""
    from paceplan.core.entries import Workshop

    if id in project.workshops:
        raise Refused(f"workshops.{id}: is there already", ("workshops", id))
    if not (playbook.dimensions or playbook.gates):
        raise Refused(f"playbook '{playbook.id}' asks nothing that people could vote on")
    named = seats(people) if isinstance(people, str) else dict(people)
    made = Workshop(
        participants=named, anonymous=anonymous, seal=seal, queue=tuple(i for i in queue if i != project.id)
    )
    return project.model_copy(update={"workshops": {**project.workshops, id: made}})


def join(project: Project, playbook: Playbook, *, id: str, people: str) -> Project:
    """Let more people take part, at any time; they vote from the question on that is open."""
    held = _held(project, id)
    known = held.participants
    ids = dict(known)
    for name in seats(people, known.values()).values():
        ids[slug(name, set(ids))] = name
    return _with(project, id, participants=ids)


def leave(project: Project, playbook: Playbook, *, id: str, voter: str) -> Project:
    """Let somebody go whose votes have not been revealed; one who voted before stays on record."""
    held = _held(project, id)
    name = _voter(held, id, voter)
    if any(voter in votes for round_ in held.votes.values() for votes in round_.values()):
        raise Refused(f"{name} has voted, and stays on record; - abstains for somebody who left", ("workshops", id))
    if len(held.participants) == 1:
        raise Refused(f"{name} is the only one here; let somebody join first", ("workshops", id))
    sealed = {q: {v: s for v, s in votes.items() if v != voter} for q, votes in held.sealed.items()}
    participants = {v: n for v, n in held.participants.items() if v != voter}
    return _with(project, id, participants=participants, sealed=_filled(sealed))


def enqueue(project: Project, playbook: Playbook, *, id: str, queue: Iterable[str]) -> Project:
    """Set the projects that the same people go through next."""
    _held(project, id)
    return _with(project, id, queue=tuple(dict.fromkeys(i for i in queue if i != project.id)))


def keep_time(project: Project, playbook: Playbook, *, id: str, clock: tuple[int, int]) -> Project:
    """Write down what the clock shows: seconds gone, minutes added."""
    _held(project, id)
    return _with(project, id, clock=clock)


# Voting


def vote(
    project: Project,
    playbook: Playbook,
    *,
    id: str,
    question: str,
    voter: str,
    vote: Cast,
    clock: tuple[int, int] | None = None,
) -> Project:
    """Take somebody's vote, in place of one they gave before the reveal."""
    held = _open(project, playbook, id, question)
    _voter(held, id, voter)
    sealed = _sealed(held, playbook, question, {voter: vote})
    return _with(project, id, sealed=held.sealed | {question: held.sealed.get(question, {}) | sealed}, clock=clock)


def vote_all(
    project: Project, playbook: Playbook, *, id: str, question: str, votes: str, clock: tuple[int, int] | None = None
) -> Project:
    """Take everybody's vote from one line, `2 3 1 .`, in the participants' order."""
    held = _open(project, playbook, id, question)
    given = ballots.parse_all(votes, playbook, question)
    if len(given) != len(held.participants):
        names = list(held.participants.values())
        lacks = f"; none for {', '.join(names[len(given) :][:4])}" if len(given) < len(names) else ""
        count = f"{len(given)} vote{'' if len(given) == 1 else 's'} for {len(names)} people{lacks}"
        raise Refused(f"{count}; give one for each, in their order, . for don't know")
    sealed = _sealed(held, playbook, question, dict(zip(held.participants, given, strict=True)))
    return _with(project, id, sealed=held.sealed | {question: sealed}, clock=clock)


def withdraw(project: Project, playbook: Playbook, *, id: str, question: str, voter: str) -> Project:
    """Take a vote back before the reveal."""
    held = _open(project, playbook, id, question)
    name = _voter(held, id, voter)
    votes = dict(held.sealed.get(question, {}))
    if votes.pop(voter, None) is None:
        raise Refused(f"{name} has not voted yet", ("workshops", id, "sealed", question, voter))
    return _with(project, id, sealed=_filled(held.sealed | {question: votes}))


def reveal(
    project: Project, playbook: Playbook, *, id: str, question: str, clock: tuple[int, int] | None = None
) -> Project:
    """Open all votes on a question at once.

    In a further round, whoever did not vote again keeps the vote of the round before. In an anonymous workshop the
    opened votes are sorted, and no longer say whose they are.
    """
    held = _open(project, playbook, id, question)
    round_ = voting_round(held, question)
    opened = _opened(held, question, round_)
    if not opened:
        raise Refused("Nobody has voted yet", ("workshops", id, "sealed", question))
    if held.anonymous:
        ordered = sorted(opened.values(), key=lambda cast: (isinstance(cast, str), ballots.code(cast)))
        shown = {f"vote-{number}": cast for number, cast in enumerate(ordered, 1)}
    else:
        before = held.votes.get(str(round_ - 1), {}).get(question, {}) if round_ > 1 else {}
        cast_by = {**before, **opened}
        shown = {voter: cast_by[voter] for voter in (*held.participants, *cast_by) if voter in cast_by}
    key = str(round_)
    votes = {**held.votes, key: {**held.votes.get(key, {}), question: shown}}
    sealed = {q: s for q, s in held.sealed.items() if q != question}
    again_ = {q: n for q, n in held.again.items() if q != question}
    # What an earlier round was taken for waits to be taken anew; the project keeps its answer until then.
    result = {q: v for q, v in held.result.items() if q != question}
    return _with(project, id, votes=votes, sealed=sealed, again=again_, result=result, clock=clock)


def again(
    project: Project, playbook: Playbook, *, id: str, question: str, clock: tuple[int, int] | None = None
) -> Project:
    """Open a further round on a question; the rounds before it are kept."""
    held = _held(project, id)
    _question(playbook, question)
    done = rounds(held, question)
    if is_open(held, question):
        raise Refused(f"round {voting_round(held, question)} is open already", ("workshops", id, "again", question))
    if done >= MOST:
        raise Refused(f"{MOST} rounds are enough; take a value", ("workshops", id, "again", question))
    return _with(project, id, again={**held.again, question: done + 1}, clock=clock)


def stay(project: Project, playbook: Playbook, *, id: str, question: str) -> Project:
    """Close a further round without a vote: what the round before it showed holds."""
    held = _open(project, playbook, id, question)
    if question not in held.again:
        raise Refused("The first round has to be revealed", ("workshops", id, "again", question))
    return _with(
        project,
        id,
        again={q: n for q, n in held.again.items() if q != question},
        sealed={q: s for q, s in held.sealed.items() if q != question},
    )


# What comes of it


def note(project: Project, playbook: Playbook, *, id: str, question: str, text: str, append: bool = False) -> Project:
    """Write down what was said on a question; with `append` below what is there already."""
    held = _held(project, id)
    _question(playbook, question)
    text, old = text.strip(), held.reasons.get(question, "")
    kept = "\n".join(filter(None, (old, text))) if append else text
    reasons = {q: r for q, r in held.reasons.items() if q != question} | ({question: kept} if kept else {})
    return _with(project, id, reasons=reasons)


def take(
    project: Project,
    playbook: Playbook,
    *,
    id: str,
    question: str,
    value: int | bool | None = None,
    why: str = "",
    digest: str | None = None,
    clock: tuple[int, int] | None = None,
) -> Project:
    """Answer the question with what the last round came to, or with another value for a reason; it becomes the score.

    The reason, or else what the vote showed, becomes the answer's why; an answer that stays as it was keeps its own.
    """
    held = _held(project, id)
    _question(playbook, question)
    if is_open(held, question):
        raise Refused("Reveal the votes first", ("workshops", id, "result", question))
    counted = last_tally(held, playbook, question)
    assert counted is not None  # a question that is not open has been revealed
    taken = counted.consensus if value is None else value
    if taken is None:
        raise Refused("Nobody gave a value; choose one, with a reason", ("workshops", id, "result", question))
    ballots.parse(ballots.code(taken), playbook, question)
    agreed = counted.consensus is not None and same(taken, counted.consensus)
    if not agreed and not why.strip():
        raise Refused("Another value than the vote came to needs a reason; say why in a line")
    if why.strip():
        project = note(project, playbook, id=id, question=question, text=why, append=True)
    project = _with(project, id, result={**held.result, question: taken}, clock=clock)
    return _answered(project, playbook, question, taken, why.strip() or told(counted), digest, given=bool(why.strip()))


def _answered(
    project: Project, playbook: Playbook, question: str, taken: int | bool, why: str, digest: str | None, *, given: bool
) -> Project:
    gate = question in playbook.gates
    old: Any = project.gates.get(question) if gate else project.scores.get(question)
    stays = old is not None and same(old.answer if gate else old.score, taken)
    reason = None if stays and old.why and not given else why
    if gate:
        return scoring.answer(project, playbook, gate=question, value=bool(taken), why=reason, digest=digest)
    return scoring.score(project, playbook, dimension=question, value=int(taken), why=reason, digest=digest)


def told(counted: Tally) -> str:
    """Return what a vote showed, as the reason of the answer it became."""
    votes = len(counted.counted)
    ends = counted.ends
    if ends is None:
        return "Workshop: nobody gave a value"
    if isinstance(ends[0], bool):
        yes = sum(map(bool, counted.counted))
        return f"Workshop: {yes} of {votes} said yes"
    many = f"{votes} vote{'' if votes == 1 else 's'}"
    return f"Workshop: {many}, all {ends[0]}" if ends[0] == ends[1] else f"Workshop: {many} from {ends[0]} to {ends[1]}"


# What the parts share


def _opened(held: Workshop, question: str, round_: int) -> dict[str, Cast]:
    opened: dict[str, Cast] = {}
    for voter, sealed in held.sealed.get(question, {}).items():
        cast = ballots.unseal(sealed, held.seal, round_, question, voter)
        if cast is None:
            name = held.participants.get(voter, voter)
            raise Refused(f"The sealed vote of {name} cannot be opened; take it again", ("workshops",))
        opened[voter] = cast
    return opened


def _sealed(held: Workshop, playbook: Playbook, question: str, votes: Mapping[str, Cast]) -> dict[str, str]:
    round_ = voting_round(held, question)
    for cast in votes.values():
        ballots.parse(ballots.code(cast), playbook, question)
    return {voter: ballots.seal(cast, held.seal, round_, question, voter) for voter, cast in votes.items()}


def _held(project: Project, id: str) -> Workshop:
    if id not in project.workshops:
        raise Refused(f"workshops: there is no workshop '{id}' any more; begin another", ("workshops", id))
    return project.workshops[id]


def _open(project: Project, playbook: Playbook, id: str, question: str) -> Workshop:
    held = _held(project, id)
    _question(playbook, question)
    if not is_open(held, question):
        raise Refused("These votes have been revealed; open a second round to vote again", ("workshops", id))
    return held


def _question(playbook: Playbook, question: str) -> None:
    asked = [*playbook.dimensions, *playbook.gates]
    scoring.known("dimension or gate", question, asked, playbook, ("workshops", question))


def _voter(held: Workshop, id: str, voter: str) -> str:
    if voter not in held.participants:
        raise Refused(f"nobody of the id '{voter}' takes part", ("workshops", id, "participants", voter))
    return held.participants[voter]


def _filled(sealed: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {question: dict(votes) for question, votes in sealed.items() if votes}


def _with(project: Project, id: str, *, clock: tuple[int, int] | None = None, **update: Any) -> Project:
    from paceplan.core.entries import Clock

    if clock is not None:
        update["clock"] = Clock(used=max(0, clock[0]), added=max(0, clock[1]))
    changed = project.workshops[id].model_copy(update=update)
    return project.model_copy(update={"workshops": {**project.workshops, id: changed}})
