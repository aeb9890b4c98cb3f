"""Runbooks: the playbook's templates and the project's own, each with a trigger, one owner, and its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core import own
from paceplan.core.errors import Refused
from paceplan.core.verdict import Remark

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

_FIELDS = frozenset({"name", "trigger", "owner", "steps"})


@dataclass(frozen=True, slots=True)
class RunbookState:
    """A runbook as it stands; one that the project says nothing of is a template."""

    id: str
    name: str
    text: str
    trigger: str
    owner: str
    steps: tuple[str, ...]
    rewritten: bool
    """The steps are the project's, not the template's."""
    applies: bool
    """It is meant for the effective pace, or the project took it up."""
    demanded: bool
    """The playbook has it for this very pace."""
    taken: bool
    own: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks to be run in a hurry."""
        found = []
        if not self.trigger:
            found.append("no rollback trigger")
        if not self.owner:
            found.append("no owner")
        elif own.several(self.owner):
            found.append("more than one owner")
        if not self.steps:
            found.append("no steps")
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """Return the runbook as the public contract has it."""
        return {
            "id": self.id, "name": self.name, "trigger": self.trigger, "owner": self.owner,
            "steps": list(self.steps), "missing": list(self.missing), "taken": self.taken,
        }  # fmt: skip


def runbooks(project: Project, playbook: Playbook, pace: str | None) -> tuple[RunbookState, ...]:
    """Return every runbook in the playbook's order, then by `order` and id; those for another pace come last."""
    found = [_runbook(project, playbook, key, pace) for key in own.ordered(playbook.runbooks, project.runbooks)]
    return (*(r for r in found if r.applies), *(r for r in found if not r.applies))


def _runbook(project: Project, playbook: Playbook, key: str, pace: str | None) -> RunbookState:
    from paceplan.core.entries import Runbook

    entry, info = project.runbooks.get(key) or Runbook(), playbook.runbooks.get(key)
    taken = key in project.runbooks
    meant = info is not None and pace in info.paces
    return RunbookState(
        key, entry.name or (info.name if info else key), info.text if info else "",
        entry.trigger or (info.trigger if info else ""), entry.owner,
        entry.steps if entry.steps is not None else info.steps if info else (), entry.steps is not None,
        taken or info is None or not info.paces or meant, meant, taken, info is None,
    )  # fmt: skip


def lacking(project: Project, playbook: Playbook, pace: str | None) -> tuple[Remark, ...]:
    """Say what is missing from the runbooks that the project took up, or that the playbook has for its pace."""
    return tuple(
        Remark(f"runbooks.{r.id}", f"{r.name} has {' and '.join(r.missing)}")
        for r in runbooks(project, playbook, pace)
        if r.missing and (r.taken or r.demanded)
    )


# project -> project


def names(project: Project, playbook: Playbook) -> dict[str, str]:
    """Return the name of every runbook of playbook and project by its id."""
    return {r.id: r.name for r in runbooks(project, playbook, None)}


def find(project: Project, playbook: Playbook, given: str) -> str:
    """Return the id of the runbook meant, by its id or its whole name; raises `Refused`."""
    return own.by_name("runbook", given, "runbooks", names(project, playbook), playbook)


def draft(project: Project, playbook: Playbook, *, name: str, template: str | None = None, **fields: Any) -> Project:
    """Add a runbook of the project's own, from the playbook's `template`, with fields as in `write`.

    Raises `Refused`.
    """
    from paceplan.core.entries import Runbook

    key = own.new_id(project, "runbook", "runbooks", name, names(project, playbook))
    made = Runbook(name=name, order=own.next_order(project.runbooks))
    if template is not None:
        own.needed("runbook", template, "runbooks", playbook.runbooks, playbook)
        info = playbook.runbooks[template]
        made = made.model_copy(update={"trigger": info.trigger, "steps": info.steps})
    return write(own.put(project, "runbooks", key, made), playbook, runbook=key, **fields)


def write(project: Project, playbook: Playbook, *, runbook: str, **fields: Any) -> Project:
    """Set `name`, `trigger`, `owner` (texts) or `steps`; what is set to nothing takes the template's value again.

    Raises `Refused`; other fields raise `TypeError`.
    """
    from paceplan.core.entries import Runbook

    if unknown := fields.keys() - _FIELDS:
        raise TypeError(f"no field of a runbook: {sorted(unknown)}")
    own.needed("runbook", runbook, "runbooks", names(project, playbook), playbook)
    if "name" in fields and not fields["name"].strip():
        if runbook not in playbook.runbooks:
            raise Refused(f"runbooks.{runbook}.name: a runbook of your own needs a name", ("runbooks", runbook))
        fields["name"] = None
    if "steps" in fields:
        fields["steps"] = steps_of(fields["steps"]) or None
    old = project.runbooks.get(runbook) or Runbook()
    new = Runbook.model_validate(old.model_dump() | fields)
    return own.put(project, "runbooks", runbook, None if new == Runbook() else new)


def steps_of(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the steps in lines that people typed, without the empty ones and without the numbers before them."""
    found = []
    for line in lines:
        head, dot, rest = line.strip().partition(".")
        text = rest.strip() if dot and head.isdigit() and len(head) <= 2 and rest[:1] in ("", " ") else line.strip()
        if text:
            found.append(text)
    return tuple(found)


def drop(project: Project, playbook: Playbook, *, runbook: str) -> Project:
    """Take away all that the project says of a runbook, and one of its own with it. Raises `Refused`."""
    own.needed("runbook of the project's own", runbook, "runbooks", project.runbooks, playbook)
    return own.put(project, "runbooks", runbook, None)
