"""The entries of a project: its answers, ticks, pilot, metrics, plan, people, risks and what was learned.

Each mirrors its table in the file. What a file leaves out takes the playbook's value.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, StringConstraints, field_validator, model_validator

from paceplan.core.plan_entries import Baseline as Baseline
from paceplan.core.plan_entries import Deliverable as Deliverable
from paceplan.core.plan_entries import Milestone as Milestone
from paceplan.core.plan_entries import Phase as Phase
from paceplan.core.plan_entries import Roadmap as Roadmap
from paceplan.core.plan_entries import Slip as Slip
from paceplan.core.plan_entries import Span as Span
from paceplan.core.plan_entries import Sprint as Sprint
from paceplan.core.types import (
    Better,
    Day,
    Decision,
    Every,
    Flag,
    Id,
    Level,
    Line,
    Model,
    Name,
    Number,
    Order,
    Pace,
    Prose,
    Weeks,
    Why,
)

Round = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?$")]
Vote = Annotated[StrictInt, Field(ge=0, le=3)] | Literal[".", "-"] | Flag
Sealed = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""A vote before its reveal: what `core.ballots` makes of it, and can open again."""


class Score(Model):
    """An answer to a dimension, as a person says it; the engine turns it into a lean."""

    score: Level
    why: Prose = ""
    evidence: Line = ""


class GateAnswer(Model):
    """An answer to a gate; in a file also the bare boolean."""

    answer: Flag
    why: Prose = ""
    evidence: Line = ""


class ArtifactState(Model):
    """Whether an artifact is in hand; in a file also the bare boolean."""

    done: Flag
    why: Prose = ""
    evidence: Line = ""


class Override(Model):
    """A person's own pace beside the verdict."""

    pace: Pace
    why: Why
    by: Line = ""
    on: Day | None = None


class Tick(Model):
    """The state of one checklist item; `na` (not applicable) needs a `why`."""

    done: Flag = False
    na: Flag = False
    why: Prose = ""
    by: Line = ""
    on: Day | None = None
    owner: Line = ""
    due: Day | None = None
    note: Prose = ""
    evidence: Line = ""

    @model_validator(mode="after")
    def _one_state(self) -> Self:
        if self.na and self.done:
            raise ValueError("an item is either done or not applicable, not both")
        if self.na and not self.why:
            raise ValueError("not applicable needs a why")
        return self


class Dosage(Model):
    """What the pilot was to be exercised with, against what happened."""

    name: Line = ""
    planned: Annotated[Number, Field(gt=0)]
    actual: Annotated[Number, Field(ge=0)] | None = None


class Closed(Model):
    """A pilot's decision."""

    decision: Decision
    on: Day
    by: Line = ""
    why: Why


class Earlier(Model):
    """An iteration before the current one."""

    start: Day
    weeks: Weeks
    decision: Decision
    on: Day
    by: Line = ""
    why: Prose = ""
    dosage: dict[Id, Dosage] = {}
    """What this iteration was exercised with."""


class Pilot(Model):
    """The time-boxed run. Without `start` it is planned only; the exit criteria are frozen by the start."""

    start: Day | None = None
    weeks: Weeks | None = None
    iteration: Annotated[StrictInt, Field(ge=1, le=99)] = 1
    dosage: dict[Id, Dosage] = {}
    decision: Closed | None = None
    earlier: dict[Round, Earlier] = {}

    @model_validator(mode="after")
    def _started_before_closed(self) -> Self:
        if self.decision and self.start is None:
            raise ValueError("a decision needs a pilot that was started: give pilot.start")
        return self


class Moved(Model):
    """A target changed after the start, kept under the day of the change."""

    from_: Annotated[Number, Field(alias="from")]
    to: Number
    why: Why
    by: Line = ""

    model_config = {**Model.model_config, "populate_by_name": True}


class Metric(Model):
    """A metric of the playbook (its id) or of the project; what is left out takes the playbook's value."""

    name: Line | None = None
    unit: Line | None = None
    better: Better | None = None
    baseline: Number | None = None
    target: Number | None = None
    confidence: Annotated[Number, Field(gt=0, le=1)] | None = None
    exit: Flag = False
    guardrail: Flag | None = None
    surrogate: Id | None = None
    order: Order | None = None
    readings: dict[Day, Number] = {}
    moved: dict[Day, Moved] = {}


class Slo(Model):
    """An objective in percent over a window; readings are the percent that missed it."""

    name: Line | None = None
    objective: Annotated[Number, Field(gt=0, le=100)] | None = None
    window_days: Annotated[StrictInt, Field(ge=1, le=366)] = 30
    cost: Prose = ""
    """What a miss costs the business."""
    order: Order | None = None
    readings: dict[Day, Annotated[Number, Field(ge=0, le=100)]] = {}


class ErrorBudget(Model):
    """How much missing is tolerated in all, in the unit named; overspent while `used` is more than `allowed`."""

    allowed: Annotated[Number, Field(ge=0)]
    used: Annotated[Number, Field(ge=0)] = 0
    unit: Line = ""
    fix: Prose = ""
    """The foundation fix that ends the pause an overspent budget puts on sprints."""
    fixed: Flag = False


class Stakeholder(Model):
    name: Name
    influence: Level = 1
    stance: Line = ""
    concern: Prose = ""
    weight: Level | None = None
    """How heavily the concern weighs; left out: worked out from concern and wanted pace."""
    wants: Pace | None = None
    order: Order | None = None


class Raci(Model):
    responsible: Line = ""
    accountable: Line = ""
    consulted: tuple[Line, ...] = ()
    informed: tuple[Line, ...] = ()


class Comms(Model):
    what: Line | None = None
    audience: Line | None = None
    every: Every | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    order: Order | None = None

    model_config = {**Model.model_config, "populate_by_name": True}


class Risk(Model):
    name: Line | None = None
    likelihood: Level | None = None
    impact: Level | None = None
    mitigation: Prose = ""
    owner: Line = ""
    open: Flag = True
    order: Order | None = None
    guardrails: tuple[Id, ...] = ()
    """The playbook's guardrails that are in place."""


class Runbook(Model):
    name: Line | None = None
    trigger: Prose = ""
    owner: Line = ""
    steps: tuple[Prose, ...] | None = None
    order: Order | None = None


class Drill(Model):
    name: Line | None = None
    every: Every | None = None
    last: Day | None = None
    report: Prose = ""
    """Of the day `last`."""
    reports: dict[Day, Prose] = {}
    """Of the days before, kept as evidence."""
    order: Order | None = None


class Lesson(Model):
    on: Day
    text: Why
    tags: tuple[Line, ...] = ()
    by: Line = ""


class Clock(Model):
    """What a workshop's clock showed when it was last written down: seconds gone, minutes added."""

    used: Annotated[StrictInt, Field(ge=0, le=999_999)] = 0
    added: Annotated[StrictInt, Field(ge=0, le=9_999)] = 0


class Workshop(Model):
    """Votes of one workshop: round . dimension or gate . participant (an id; names stand in `participants`).

    Before their reveal, votes stand sealed under `sealed`; in an anonymous workshop those in `votes` are counted, and
    carry no participant's id.
    """

    participants: dict[Id, Line] = {}
    anonymous: Flag = False
    votes: dict[Round, dict[Id, dict[Id, Vote]]] = {}
    reasons: dict[Id, Prose] = {}
    result: dict[Id, Vote] = {}
    seal: Line = ""
    """What the votes of this workshop are sealed with."""
    sealed: dict[Id, dict[Id, Sealed]] = {}
    """Votes of the round that is open: dimension or gate . participant."""
    again: dict[Id, Annotated[StrictInt, Field(ge=2, le=99)]] = {}
    """Dimension or gate -> the further round that is open for it."""
    queue: tuple[Id, ...] = ()
    """Projects that the same people go through next."""
    clock: Clock | None = None

    @field_validator("sealed", mode="after")
    @classmethod
    def _no_empty_question(cls, value: dict[Id, dict[Id, Sealed]]) -> dict[Id, dict[Id, Sealed]]:
        return {question: votes for question, votes in value.items() if votes}

    @field_validator("votes", mode="after")
    @classmethod
    def _no_empty_round(cls, value: dict[Round, dict[Id, dict[Id, Vote]]]) -> dict[Round, dict[Id, dict[Id, Vote]]]:
        rounds = {n: {question: v for question, v in votes.items() if v} for n, votes in value.items()}
        return {n: votes for n, votes in rounds.items() if votes}


class Answer(Model):
    ok: Flag | None = None
    """None: not applicable."""
    why: Prose = ""


class Review(Model):
    """What a review of one checklist found; without a `result` it is still under way."""

    checklist: Id
    by: Line = ""
    on: Day | None = None
    """The day it was signed; left out: the one its id is made of."""
    result: Line = ""
    answers: dict[Id, Answer] = {}


class Cost(Model):
    """The recurring cost that the proposal must name."""

    amount: Annotated[Number, Field(ge=0)]
    currency: Annotated[Line, Field(min_length=1, max_length=12)]
    every: Every
    note: Prose = ""
