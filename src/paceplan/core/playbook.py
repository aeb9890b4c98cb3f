"""A playbook as models: rubric, gates, rule, paces, checklists, phases, metrics, risks, roles, comms and plan.

A playbook is data. Nothing in the program names one playbook: whatever differs between methods stands in its file.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, model_validator

from paceplan.core.types import Better, Every, Flag, Id, Level, Line, Model, Months, Name, Number, Pace, Prose, Weeks

Text = Annotated[Prose, Field(min_length=1)]


class Entry(Model):
    """What every entry of a playbook's collections has; `order` is the place in the file unless given."""

    name: Name
    text: Prose = ""
    note: Prose = ""
    """How the file resolves a source that is silent or contradicts itself."""


class Band(Model):
    """The totals (inclusive) for which a `bands` rule gives one pace; a pace without totals has no band."""

    low: Annotated[StrictInt, Field(ge=0)]
    high: Annotated[StrictInt, Field(ge=0)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.high < self.low:
            raise ValueError(f"a band from {self.low} to {self.high} holds no total; leave the pace out instead")
        return self


class Disagreement(Model):
    """Totals at which a `count` rule warns that count and sum point different ways."""

    marathon_total_at_most: StrictInt
    sprint_total_at_least: StrictInt


class Rule(Model):
    """How answers become a pace."""

    kind: Literal["bands", "count", "gates"]
    bands: dict[Pace, Band] = {}
    lean_at: Annotated[StrictInt, Field(ge=1, le=3)] = 2
    """A lean this high points to a marathon (`marathon_count`; `count` rules, and the watch-list)."""
    marathon_at: Annotated[StrictInt, Field(ge=1)] = 3
    """`count`: so many marathon leans make a marathon."""
    disagree: Disagreement | None = None
    note: Prose = ""


class PaceInfo(Model):
    """What one pace means in this method, with the limits of its length."""

    summary: Text
    goal: Prose = ""
    unit: Literal["weeks", "months"]
    min: Annotated[StrictInt, Field(ge=1)]
    max: Annotated[StrictInt, Field(ge=1)] | None = None
    """None where the method sets no upper limit."""
    usual: Annotated[StrictInt, Field(ge=1)]
    chain: Annotated[StrictInt, Field(ge=1)] | None = None
    """So many sprints of `usual` length make the chain of a hybrid."""
    override_only: Flag = False
    """Never a verdict of the rule; a person may choose it."""
    when: tuple[Text, ...] = ()
    traits: tuple[Text, ...] = ()
    measures: tuple[Text, ...] = ()
    rules: tuple[Text, ...] = ()
    """Working rules that hold while running at this pace."""
    wrong: Prose = ""
    """What choosing this pace costs where the verdict is another."""
    note: Prose = ""


class Dimension(Entry):
    """One rubric row; `text` is the question, `levels` the words for 0 to 3."""

    text: Text
    levels: tuple[Text, Text, Text, Text]
    favours: Literal["marathon", "sprint"]
    """The pace that a high score speaks for."""
    advice: dict[Annotated[str, Field(pattern="^[0-3]$")], Text] = {}
    """Advice that a given score calls for."""


class Gate(Entry):
    """A yes/no question; the answer `on` forces a pace at least as strong as `forces`."""

    text: Text
    forces: Literal["hybrid", "marathon"]
    on: Flag = True
    because: Text
    """The reason shown when the gate forces its pace."""
    advice: Prose = ""


class ArtifactInfo(Entry):
    """Something a sprint should have in hand; `blocks` stops a start while it is missing."""

    blocks: Flag = False


class Item(Entry):
    """One line of a checklist; `name` is short, `text` the whole question."""

    artifact: Id | None = None
    """Ticks itself when this artifact is done."""


class Checklist(Entry):
    items: Annotated[dict[Id, Item], Field(min_length=1)]
    due_days: Annotated[StrictInt, Field(ge=1)] | None = None
    """Days after the project's start on which the list is due."""
    paces: tuple[Pace, ...] = ()
    """Where the list applies; empty: everywhere."""


class MetricInfo(Entry):
    unit: Line = ""
    better: Better = "higher"
    kind: Literal["pilot", "sprint", "marathon", "model"] = "pilot"
    """`pilot`/`sprint`: short run; `marathon`: long run, before against after; `model`: model level (a surrogate)."""
    surrogate: Id | None = None
    guardrail: Flag = False
    target: Number | None = None
    read: Every | None = None


class SloInfo(Entry):
    objective: Number | None = None
    unit: Line = ""


class DeliverableInfo(Entry):
    needs: tuple[Id, ...] = ()
    given_by: Id | None = None
    """The artifact, or the item of the pilot's checklist, that is this deliverable already where it is in hand."""
    prepared_by: Id | None = None
    """The artifact or item that this deliverable can be made from."""


class PhaseInfo(Entry):
    """A phase of the marathon in months of the usual length: from `start` up to, not including, `end`."""

    start: Annotated[StrictInt, Field(ge=0)]
    end: Annotated[StrictInt, Field(ge=1)]
    deliverables: dict[Id, DeliverableInfo] = {}
    waits_for: tuple[Id, ...] = ()
    """Deliverables, or `pilots`, that must be there before the phase starts."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a phase that starts at month {self.start} must end after it, not at {self.end}")
        return self


class RiskInfo(Entry):
    likelihood: Level = 1
    impact: Level = 2
    guardrails: dict[Id, Entry] = {}


class Seat(Entry):
    required: Flag = False


class Committee(Entry):
    meets: Every
    seats: Annotated[dict[Id, Seat], Field(min_length=1)]


class Role(Entry):
    pass


class RaciInfo(Entry):
    """Who signs off what: role names, not people."""

    responsible: Line
    accountable: Line
    consulted: tuple[Line, ...] = ()
    informed: tuple[Line, ...] = ()


class StakeholderInfo(Entry):
    influence: Level = 2
    concern: Prose = ""


class Pull(Model):
    """What it means where people want another pace, and what the method does about it."""

    means: Text
    remedy: Text


class Tempo(Model):
    """The two directions in which people pull at a pace: results sooner, or more ground first."""

    sooner: Pull
    later: Pull


class CommsInfo(Entry):
    """A message that recurs, or (without `every`) a template for one that an event calls for."""

    audience: Line = ""
    every: Every | None = None
    paces: tuple[Pace, ...] = ()
    template: tuple[Text, ...] = ()
    """What the message says, line by line."""


class RunbookInfo(Entry):
    trigger: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    paces: tuple[Pace, ...] = ()


class DrillInfo(Entry):
    every: Every
    paces: tuple[Pace, ...] = ()


class Pitfall(Entry):
    remedy: Text


class Step(Entry):
    """One step of a method's walk from idea to running service."""

    checklist_item: Id | None = None
    phase: Id | None = None


class ScenarioMetric(Model):
    """A metric that a scenario starts with; `metric` the playbook's id, the rest overrides or adds to it."""

    name: Line | None = None
    unit: Line | None = None
    better: Better | None = None
    baseline: Number | None = None
    target: Number | None = None
    exit: Flag = False
    guardrail: Flag = False
    surrogate: Id | None = None


class Scenario(Entry):
    """A template: where such a project usually stands, and the method's advice for it."""

    pace: Pace
    why: Text
    scores: dict[Id, Level] = {}
    gates: dict[Id, Flag] = {}
    artifacts: dict[Id, Flag] = {}
    length_weeks: Weeks | None = None
    length_months: Months | None = None
    metrics: dict[Id, ScenarioMetric] = {}
    prioritisation: tuple[Text, ...] = ()
    controls: tuple[Text, ...] = ()
    measures: tuple[Text, ...] = ()


class Practice(Entry):
    """A piece of the method's advice that stands in no other collection, with its points."""

    place: Literal["people", "risks"] | None = None
    """The tab on which it is read."""
    points: tuple[Text, ...] = ()


class CaseStudy(Entry):
    pace: Pace
    context: Prose = ""
    approach: Prose = ""
    outcome: Prose = ""
    lesson: Prose = ""


class Milestone(Entry):
    week: Annotated[StrictInt, Field(ge=1)]


class Window(Entry):
    """An evaluation window in weeks; `max` None: open-ended."""

    min: Weeks
    max: Weeks | None = None


class PilotInfo(Model):
    """The time-boxed run: which weeks have a milestone, and how long evaluation takes."""

    milestones: dict[Id, Milestone] = {}
    iterations_before_elevation: Annotated[StrictInt, Field(ge=1)] = 2
    windows: dict[Id, Window] = {}


class Playbook(Model):
    """One method, complete. Collections keep the file's order, which is the order on every screen."""

    format: Literal["paceplan-playbook/1"]
    id: Id
    name: Name
    summary: Text
    audience: Prose = ""
    promise: Prose = ""
    source: Prose = ""
    notes: dict[Id, Text] = {}
    """Where the source is silent or contradicts itself, and what this file does about it."""
    rule: Rule
    paces: dict[Pace, PaceInfo]
    dimensions: dict[Id, Dimension] = {}
    gates: dict[Id, Gate] = {}
    artifacts: dict[Id, ArtifactInfo] = {}
    checklists: Annotated[dict[Id, Checklist], Field(min_length=1)]
    readiness_checklist: Id | None = None
    """The checklist that the artifacts tick."""
    reviews: dict[Pace, Id] = {}
    """The checklist that a review of a project of this pace goes through, unless another one is named."""
    pilot: PilotInfo = PilotInfo()
    metrics: dict[Id, MetricInfo] = {}
    slos: dict[Id, SloInfo] = {}
    phases: Annotated[dict[Id, PhaseInfo], Field(min_length=1)]
    hybrid_phases: tuple[Id, ...] = ()
    """Phases that the roadmap of a hybrid keeps; empty: all of them."""
    demos: Every | None = None
    """A demo, or a reading of the long-run metrics, so often while the roadmap runs."""
    demo_name: Line = "Demo"
    audit: dict[Id, Entry] = {}
    """The kinds of evidence that each milestone shows to an auditor."""
    risks: dict[Id, RiskInfo] = {}
    committee: Committee | None = None
    roles: dict[Id, Role] = {}
    raci: dict[Id, RaciInfo] = {}
    stakeholders: dict[Id, StakeholderInfo] = {}
    tempo: Tempo | None = None
    comms: dict[Id, CommsInfo] = {}
    runbooks: dict[Id, RunbookInfo] = {}
    drills: dict[Id, DrillInfo] = {}
    pitfalls: dict[Id, Pitfall] = {}
    steps: dict[Id, Step] = {}
    practices: dict[Id, Practice] = {}
    """Change management, data essentials, tactical marathons and other advice."""
    scenarios: dict[Id, Scenario] = {}
    cases: dict[Id, CaseStudy] = {}
    workshop_minutes: Annotated[StrictInt, Field(ge=1)] = 10
    cost_in_proposal: Flag = False
    """The proposal must name the recurring cost."""

    @property
    def maximum(self) -> int:
        """The highest total of leans: three for each dimension."""
        return 3 * len(self.dimensions)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        from paceplan.core.playbook_check import problems as found

        problems = found(self)
        if problems:
            raise ValueError("; ".join(problems))
        return self
