"""project -> project: answer and sign a review of one checklist; and what it found, beside the one before.

A review keeps its own answers, so that it stays what it was when the work goes on. Signing it carries them to the
checklist. An item that stands for an artifact is answered by the artifact: once that is in hand, the answer is yes.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from paceplan.core import checklists
from paceplan.core.errors import Refused
from paceplan.core.scoring import artifact, known

if TYPE_CHECKING:
    from paceplan.core.entries import Answer, Review
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

State = Literal["open", "yes", "no", "na"]
Result = Literal["unfinished", "passed", "failed"]

WORDS: dict[State, str] = {"open": "open", "yes": "yes", "no": "no", "na": "not applicable"}
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([1-9][0-9]{0,3}))?")


@dataclass(frozen=True, slots=True)
class Point:
    """One item of a review: the playbook's words, the answer, and what the review before said."""

    id: str
    name: str
    text: str
    state: State
    why: str
    artifact: str | None
    by_itself: bool
    """Answered by its artifact, which is in hand, and by nobody here."""
    ticked: bool
    """Done on the checklist."""
    before: State | None
    """The answer of the last signed review; None where there was none, or not to this item."""
    before_why: str

    @property
    def changed(self) -> bool:
        """It is answered, and otherwise than last time."""
        return self.state != "open" and self.before not in (None, "open", self.state)


@dataclass(frozen=True, slots=True)
class Last:
    """The signed review before this one."""

    id: str
    on: dt.date | None
    by: str
    result: Result


@dataclass(frozen=True, slots=True)
class Standing:
    """How a review stands; `id` is None where nothing has been answered yet."""

    id: str | None
    list_id: str
    name: str
    text: str
    points: tuple[Point, ...]
    signed: bool
    by: str
    on: dt.date | None
    """The day it was signed, or else begun; None before the first answer."""
    last: Last | None

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return sum(point.state != "open" for point in self.points)

    @property
    def open(self) -> tuple[Point, ...]:
        """The items without an answer."""
        return tuple(point for point in self.points if point.state == "open")

    @property
    def blocks(self) -> tuple[Point, ...]:
        """The items answered with no: each of them makes the review fail."""
        return tuple(point for point in self.points if point.state == "no")

    @property
    def changed(self) -> tuple[Point, ...]:
        """The items that are answered otherwise than last time."""
        return tuple(point for point in self.points if point.changed)

    @property
    def result(self) -> Result:
        """Unfinished while anything is open, failed by a single no, passed otherwise."""
        return "unfinished" if self.open else "failed" if self.blocks else "passed"

    def as_json(self) -> dict[str, Any]:
        """Return what `review --json` says of it."""
        last = self.last
        return {
            "id": self.id, "checklist": self.list_id, "name": self.name, "result": self.result, "signed": self.signed,
            "by": self.by, "on": self.on, "answered": self.answered, "total": len(self.points),
            "blocks": [point.id for point in self.blocks], "changed": [point.id for point in self.changed],
            "answers": [
                {"id": p.id, "name": p.name, "answer": p.state, "why": p.why, "artifact": p.artifact,
                 "before": p.before}
                for p in self.points
            ],
            "last": {"id": last.id, "on": last.on, "by": last.by, "result": last.result} if last else None,
        }  # fmt: skip


# What there is


def default_list(playbook: Playbook, pace: str | None) -> str:
    """Return the checklist that a review goes through where none is named: the playbook's for `pace`.

    While no pace is determined, it is the one of the weakest pace that has one.
    """
    chosen = playbook.reviews
    if pace is not None and pace in chosen:
        return chosen[pace]
    for weakest in ("sprint", "hybrid", "marathon"):
        if weakest in chosen and pace is None:
            return chosen[weakest]
    if "final" in playbook.checklists:
        return "final"
    return playbook.readiness_checklist or next(iter(playbook.checklists))


def kept(project: Project, list_id: str | None = None) -> list[tuple[str, Review]]:
    """Return the reviews of a checklist, or of all, unfinished ones included, the oldest first."""
    found = [(i, r) for i, r in project.reviews.items() if list_id in (None, r.checklist)]
    return sorted(found, key=lambda pair: _moment(*pair))


def unfinished(project: Project, list_id: str) -> str | None:
    """Return the id of the latest review of a checklist that nobody signed yet."""
    return next((i for i, review in reversed(kept(project, list_id)) if not review.result), None)


def day_of(review_id: str, review: Review) -> dt.date | None:
    """Return the day a review was signed, or else the one its id was made of."""
    if review.on:
        return review.on
    found = _DATED.fullmatch(review_id)
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _moment(review_id: str, review: Review) -> tuple[dt.date, int, str]:
    found = _DATED.fullmatch(review_id)
    return day_of(review_id, review) or dt.date.min, int(found[2] or 1) if found else 0, review_id


def standing(project: Project, playbook: Playbook, list_id: str) -> Standing:
    """Return the review of a checklist that is under way, or one with nothing answered yet; raises `Refused`."""
    known("checklist", list_id, playbook.checklists, playbook, ("checklists", list_id))
    return _stands(project, playbook, list_id, unfinished(project, list_id))


def look_up(project: Project, playbook: Playbook, review_id: str) -> Standing:
    """Return any review that is kept, beside the signed one before it; raises `Refused`."""
    if review_id not in project.reviews:
        has = ", ".join(i for i, _ in kept(project)) or "none"
        raise Refused(f"reviews.{review_id}: no such review; there are {has}", ("reviews", review_id))
    return _stands(project, playbook, project.reviews[review_id].checklist, review_id)


def latest(project: Project, playbook: Playbook) -> Standing | None:
    """Return the latest review of any checklist, None where there is none."""
    found = [pair for pair in kept(project) if pair[1].checklist in playbook.checklists]
    return look_up(project, playbook, found[-1][0]) if found else None


def _stands(project: Project, playbook: Playbook, list_id: str, review_id: str | None) -> Standing:
    from paceplan.core.entries import Review

    info = playbook.checklists[list_id]
    review = project.reviews[review_id] if review_id else Review(checklist=list_id)
    earlier = [pair for pair in kept(project, list_id) if pair[1].result]
    if review_id in (ids := [i for i, _ in earlier]):
        earlier = earlier[: ids.index(review_id)]
    last = earlier[-1] if earlier else None
    items = checklists.checklist(project, playbook, list_id).items
    live = not review.result
    points = []
    for item in items:
        given = review.answers.get(item.id)
        state, by_itself = _state(given), False
        if item.artifact and live and (item.done or state == "yes"):
            # What is in hand answers by itself; what was, and is no more, is open again.
            by_itself = item.done and state != "yes"
            state = "yes" if item.done else "open"
        old = last[1].answers.get(item.id) if last else None
        points.append(
            Point(
                item.id, item.name, item.text, state, given.why if given else "", item.artifact, by_itself, item.done,
                _state(old) if old else None, old.why if old else "",
            )
        )  # fmt: skip
    on = day_of(review_id, review) if review_id else None
    said = _last(playbook, list_id, last) if last else None
    return Standing(review_id, list_id, info.name, info.text, tuple(points), not live, review.by, on, said)


def _state(answer: Answer | None) -> State:
    """Return what an answer says; not applicable without a reason says nothing."""
    if answer is None or (answer.ok is None and not answer.why):
        return "open"
    return "na" if answer.ok is None else "yes" if answer.ok else "no"


def _last(playbook: Playbook, list_id: str, last: tuple[str, Review]) -> Last:
    review_id, review = last
    states = [_state(review.answers.get(item)) for item in playbook.checklists[list_id].items if item in review.answers]
    result: Result = "failed" if "no" in states else "passed"
    return Last(review_id, day_of(review_id, review), review.by, result)


# What changes it


def answer(
    project: Project, playbook: Playbook, *, checklist: str, item: str, ok: bool | None, on: dt.date,
    why: str | None = None,
) -> Project:  # fmt: skip
    """Answer an item with yes, no, or (None) not applicable, which needs a why; a `why` of None keeps the old one.

    The first answer begins the review, under the day `on`. An item that stands for an artifact says with it whether
    that is in hand.
    """
    from paceplan.core.entries import Answer

    point = _point(project, playbook, checklist, item)
    path = ("reviews", unfinished(project, checklist) or on.isoformat(), "answers", item)
    why = point.why if why is None else why
    if ok is None and point.artifact:
        raise Refused(f"{'.'.join(path)}: '{point.name}' stands for an artifact: it is in hand or it is missing", path)
    if ok is None and not why.strip():
        raise Refused(f"{'.'.join((*path, 'why'))}: not applicable needs a reason; say why in a line", (*path, "why"))
    if point.artifact and ok is not None and point.ticked != ok:
        project = artifact(project, playbook, artifact=point.artifact, done=ok)
    return _with(project, checklist, item, Answer.model_validate({"ok": ok, "why": why}), on)


def explain(project: Project, playbook: Playbook, *, checklist: str, item: str, why: str, on: dt.date) -> Project:
    """Write why an item is answered as it is; it must be answered first."""
    point = _point(project, playbook, checklist, item)
    if point.state == "open":
        path = ("reviews", unfinished(project, checklist) or on.isoformat(), "answers", item)
        raise Refused(f"{'.'.join(path)}: not answered yet; answer it first, then say why", path)
    ok = {"yes": True, "no": False, "na": None}[point.state]
    return answer(project, playbook, checklist=checklist, item=item, ok=ok, why=why, on=on)


def clear(project: Project, playbook: Playbook, *, checklist: str, item: str) -> Project:
    """Take an answer back; a review without answers is none. An artifact stays in hand, and goes on answering."""
    _point(project, playbook, checklist, item)
    review_id = unfinished(project, checklist)
    if review_id is None or item not in project.reviews[review_id].answers:
        return project
    review = project.reviews[review_id]
    answers = {key: value for key, value in review.answers.items() if key != item}
    others = {key: value for key, value in project.reviews.items() if key != review_id}
    changed = {review_id: review.model_copy(update={"answers": answers})} if answers else {}
    return project.model_copy(update={"reviews": others | changed})


def drop(project: Project, playbook: Playbook, *, checklist: str) -> Project:
    """Give up the review under way, with all its answers, to begin anew."""
    known("checklist", checklist, playbook.checklists, playbook, ("checklists", checklist))
    review_id = unfinished(project, checklist)
    return project.model_copy(update={"reviews": {k: v for k, v in project.reviews.items() if k != review_id}})


def why_not_sign(found: Standing) -> str | None:
    """Return what keeps a review from being signed, None where nothing does."""
    if not found.open:
        return None
    names = ", ".join(f"'{point.name}'" for point in found.open[:3])
    more = f" and {len(found.open) - 3} more" if len(found.open) > 3 else ""
    return f"{len(found.open)} of {len(found.points)} unanswered: {names}{more}; answer them first"


def sign(project: Project, playbook: Playbook, *, checklist: str, by: str, on: dt.date) -> Project:
    """Close the review under way with its result, who signs it and when; the checklist then stands as it found it.

    What is answered with yes is ticked, with no open again, and what does not apply is marked so.
    """
    from paceplan.core.entries import Answer, Review

    found = standing(project, playbook, checklist)
    review_id = found.id or _fresh(project, on)
    if reason := why_not_sign(found):
        raise Refused(f"reviews.{review_id}: {reason}", ("reviews", review_id))
    if not by.strip():
        path = ("reviews", review_id, "by")
        raise Refused(f"{'.'.join(path)}: a sign-off needs a name; say who signs", path)
    oks = {"yes": True, "no": False, "na": None}
    answers = {p.id: Answer(ok=oks[p.state], why=p.why) for p in found.points}
    review = Review.model_validate({"checklist": checklist, "by": by, "on": on, "result": found.result})
    signed = review.model_copy(update={"answers": answers})
    for point in found.points:
        if not point.artifact:
            project = _carried(project, playbook, f"{checklist}.{point.id}", point, by, on)
    return project.model_copy(update={"reviews": {**project.reviews, review_id: signed}})


def _carried(project: Project, playbook: Playbook, item: str, point: Point, by: str, on: dt.date) -> Project:
    """Return the project with one item of the checklist as a review found it."""
    if point.state == "na":
        return checklists.wave(project, playbook, item=item, why=point.why)
    waved = next(i for i in _items(project, playbook, item) if i.id == point.id).na
    if waved:
        project = checklists.wave(project, playbook, item=item, why=None)
    if point.state == "yes":
        return checklists.tick(project, playbook, item=item, by=by, on=on)
    return checklists.tick(project, playbook, item=item, done=False) if point.ticked else project


def _items(project: Project, playbook: Playbook, item: str) -> tuple[checklists.ItemState, ...]:
    return checklists.checklist(project, playbook, item.partition(".")[0]).items


def _point(project: Project, playbook: Playbook, list_id: str, item: str) -> Point:
    checklists.find(playbook, f"{list_id}.{item}")
    return next(point for point in standing(project, playbook, list_id).points if point.id == item)


def _with(project: Project, list_id: str, item: str, given: Answer, on: dt.date) -> Project:
    from paceplan.core.entries import Review

    review_id = unfinished(project, list_id) or _fresh(project, on)
    review = project.reviews.get(review_id) or Review(checklist=list_id)
    review = review.model_copy(update={"answers": {**review.answers, item: given}})
    return project.model_copy(update={"reviews": {**project.reviews, review_id: review}})


def _fresh(project: Project, on: dt.date) -> str:
    """Return an id for a review begun on a day; the second of the day ends with -2."""
    first = fresh = on.isoformat()
    number = 2
    while fresh in project.reviews:
        fresh, number = f"{first}-{number}", number + 1
    return fresh
