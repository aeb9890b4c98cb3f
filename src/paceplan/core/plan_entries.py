"""The entries of a project's roadmap: its baseline, phases, deliverables, sprints and milestones."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from paceplan.core.types import Day, Decision, Flag, Id, Line, Model, Months, Name, Order, Prose, Weeks, Why


class Slip(Model):
    """A move after the plan was agreed, kept under its day: by how many days (earlier: negative), and why."""

    days: Annotated[StrictInt, Field(ge=-99_999, le=99_999)]
    why: Why
    by: Line = ""


class Span(Model):
    """From the first to the last day of something agreed."""

    start: Day
    end: Day

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"it ends on {self.end}, before its start on {self.start}; give a later end")
        return self


class Baseline(Model):
    """The dates of the plan as they stood when it was agreed."""

    end: Day
    phases: dict[Id, Span] = {}
    deliverables: dict[Id, Day] = {}
    sprints: dict[Id, Span] = {}
    milestones: dict[Id, Day] = {}


class Roadmap(Model):
    """Where the long run starts, how long it is, and when the plan was agreed, with the dates of that day."""

    start: Day | None = None
    agreed: Day | None = None
    length_months: Months | None = None
    baseline: Baseline | None = None


class Phase(Model):
    """A change to one of the playbook's phases, or a phase of the project's own."""

    name: Line | None = None
    order: Order | None = None
    start_month: Annotated[StrictInt, Field(ge=0, le=240)] | None = None
    months: Months | None = None
    shift_days: Annotated[StrictInt, Field(ge=-3_660, le=3_660)] = 0
    """Days by which a person moved this phase (and with it those after it)."""
    waits_for: tuple[Id, ...] | None = None
    """Deliverables or `pilots`; left out: the playbook's."""
    why: Prose = ""
    moved: dict[Day, Slip] = {}


class Deliverable(Model):
    phase: Id | None = None
    name: Line | None = None
    order: Order | None = None
    owner: Line = ""
    due: Day | None = None
    done: Flag = False
    on: Day | None = None
    evidence: Line = ""
    note: Prose = ""
    needs: tuple[Id, ...] | None = None
    moved: dict[Day, Slip] = {}


class Sprint(Model):
    """A sprint nested in a phase, or (without one) a link of a hybrid's chain."""

    name: Name
    phase: Id | None = None
    start: Day
    weeks: Weeks
    order: Order | None = None
    de_risks: Id | None = None
    leaves: Line = ""
    done: Flag = False
    on: Day | None = None
    decision: Decision | None = None
    """What it closed with; done without one counts as gone well."""
    note: Prose = ""
    moved: dict[Day, Slip] = {}


class Milestone(Model):
    name: Name
    date: Day
    order: Order | None = None
    done: Flag = False
    on: Day | None = None
    evidence: Line = ""
    audit: dict[Id, Line] = {}
    """Where each kind of evidence that the playbook asks of a milestone is to be found."""
    moved: dict[Day, Slip] = {}
