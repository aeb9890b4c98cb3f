"""A project as frozen models that mirror its file: every value has one path of keys.

Collections are mappings keyed by id, never lists by position. What a file leaves out takes the playbook's value.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, Literal, Self

from pydantic import StringConstraints, field_validator, model_validator

from paceplan.core.changes import without_empty_collections
from paceplan.core.entries import (
    ArtifactState,
    Comms,
    Cost,
    Deliverable,
    Drill,
    ErrorBudget,
    GateAnswer,
    Lesson,
    Metric,
    Milestone,
    Override,
    Phase,
    Pilot,
    Raci,
    Review,
    Risk,
    Roadmap,
    Runbook,
    Score,
    Slo,
    Sprint,
    Stakeholder,
    Tick,
    Workshop,
)
from paceplan.core.types import (
    Day,
    Flag,
    Id,
    Line,
    Model,
    Months,
    Name,
    Prose,
    Weeks,
)

FORMAT = "paceplan/1"


class Project(Model):
    """One piece of work being planned with one playbook."""

    format: Literal["paceplan/1"]
    id: Id | None = None
    name: Name
    playbook: Id
    playbook_digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = None
    """The playbook's content when the project was last scored with it."""
    template: Id | None = None
    owner: Line = ""
    summary: Prose = ""
    start: Day | None = None
    length_weeks: Weeks | None = None
    length_months: Months | None = None
    archived: Flag = False
    deleted: Flag = False
    """Out of sight until the delete is undone; never exported."""
    scores: dict[Id, Score] = {}
    gates: dict[Id, GateAnswer] = {}
    artifacts: dict[Id, ArtifactState] = {}
    override: Override | None = None
    checklists: dict[Id, dict[Id, Tick]] = {}
    pilot: Pilot | None = None
    metrics: dict[Id, Metric] = {}
    slos: dict[Id, Slo] = {}
    error_budget: ErrorBudget | None = None
    roadmap: Roadmap | None = None
    phases: dict[Id, Phase] = {}
    deliverables: dict[Id, Deliverable] = {}
    sprints: dict[Id, Sprint] = {}
    milestones: dict[Id, Milestone] = {}
    stakeholders: dict[Id, Stakeholder] = {}
    committee: dict[Id, Line] = {}
    raci: dict[Id, Raci] = {}
    comms: dict[Id, Comms] = {}
    risks: dict[Id, Risk] = {}
    runbooks: dict[Id, Runbook] = {}
    drills: dict[Id, Drill] = {}
    lessons: dict[Id, Lesson] = {}
    workshops: dict[Id, Workshop] = {}
    reviews: dict[Id, Review] = {}
    costs: Cost | None = None
    related: dict[Id, Line] = {}

    @field_validator("gates", mode="before")
    @classmethod
    def _short_gates(cls, value: Any) -> Any:
        return _lengthen(value, "answer")

    @field_validator("artifacts", mode="before")
    @classmethod
    def _short_artifacts(cls, value: Any) -> Any:
        return _lengthen(value, "done")

    @field_validator("checklists", mode="after")
    @classmethod
    def _no_empty_checklist(cls, value: dict[Id, dict[Id, Tick]]) -> dict[Id, dict[Id, Tick]]:
        return {k: v for k, v in value.items() if v}

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if self.length_weeks is not None and self.length_months is not None:
            raise ValueError("give length_weeks or length_months, not both")
        return self

    def document(self, mode: Literal["json", "python"] = "json", *, without: Collection[str] = ()) -> dict[str, Any]:
        """Return the project in canonical form: no empty collection, nothing that is a default.

        `json` gives JSON values, as the store keeps them; `python` leaves dates as dates. The fields in `without` are
        left out.
        """
        left_out = set(without) or None
        dumped = self.model_dump(mode=mode, by_alias=True, exclude_defaults=True, exclude_none=True, exclude=left_out)
        return without_empty_collections({"format": FORMAT} | dumped)

    def shared_with(self, before: Project) -> tuple[str, ...]:
        """Return the fields that hold the very collection or part that `before` holds, so that nothing changed there.

        An action leaves what it has nothing to do with as it is; that need not be written out or checked again.
        """
        mine, other = self.__dict__, before.__dict__
        return tuple(key for key, value in mine.items() if value is other[key] and isinstance(value, dict | Model))

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the project that `document` holds; raises `pydantic.ValidationError`."""
        return cls.model_validate(document)


def _lengthen(value: Any, key: str) -> Any:
    """Turn `{id: true}` into `{id: {key: true}}`, leaving what is in the long form."""
    if not isinstance(value, dict):
        return value
    return {k: {key: v} if isinstance(v, bool) else v for k, v in value.items()}
