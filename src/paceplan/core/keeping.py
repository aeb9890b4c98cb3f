"""project -> project: create, copy, rename, archive, delete and replace."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from paceplan.core.errors import Refused
from paceplan.core.scoring import known

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

_COPY = re.compile(r"(.+) \(copy(?: (\d{1,6}))?\)", re.ASCII | re.DOTALL)


def create(
    project: Project | None,
    playbook: Playbook,
    *,
    id: str,
    name: str,
    template: str | None = None,
    owner: str = "",
    start: dt.date | None = None,
    digest: str | None = None,
) -> Project:
    """Return a new project of `playbook`, with the answers and metrics of `template` where one is named."""
    from paceplan.core.project import FORMAT, Project

    if project is not None:
        raise Refused(f"id: '{id}' exists already", ("id",))
    if not name.strip():
        raise Refused("name: a project needs a name", ("name",))
    content: dict[str, Any] = {"format": FORMAT, "id": id, "name": name, "playbook": playbook.id, "owner": owner,
                               "start": start, "template": template, "playbook_digest": digest}  # fmt: skip
    if template is not None:
        known("template", template, playbook.scenarios, playbook, ("template",))
        scenario = playbook.scenarios[template]
        content |= {
            "summary": scenario.text,
            "scores": {i: {"score": value} for i, value in scenario.scores.items()},
            "gates": dict(scenario.gates),
            "metrics": {i: m.model_dump(exclude_unset=True) for i, m in scenario.metrics.items()},
            "length_weeks": scenario.length_weeks,
            "length_months": scenario.length_months,
        }
    return Project.model_validate(content)


def place(project: Project | None, playbook: Playbook, *, content: Project, replace: bool = False) -> Project:
    """Return `content` as it was read from a file; one that exists is refused unless it is to be replaced.

    What a started pilot has sealed stays so: a file may move a target with its mark, and not change it in silence.
    """
    if project is not None and not project.deleted and not replace:
        raise Refused(
            f"id: '{content.id}' ({project.name}) is in the workspace already; replace it or copy it", ("id",)
        )
    if project is not None and not project.deleted:
        _keep_seal(project, content, playbook)
    return content


def copied(name: str) -> str:
    """Return what the copy of a project of that name is called where nobody says: numbered from the second on."""
    found = _COPY.fullmatch(name)
    return f"{found[1]} (copy {int(found[2] or 1) + 1})" if found else f"{name} (copy)"


def copy(project: Project | None, playbook: Playbook, *, source: Project, id: str, name: str) -> Project:
    """Return a copy of `source` under a new id and name, not archived; what it has recorded comes along."""
    update = {"id": id, "name": name, "archived": False, "deleted": False}
    from paceplan.core.project import Project

    return Project.of(source.model_copy(update=update).document())


def rename(project: Project, playbook: Playbook, *, name: str) -> Project:
    """Return `project` under another name."""
    from paceplan.core.project import Project

    if not name.strip():
        raise Refused("name: a project needs a name", ("name",))
    return Project.of(project.document() | {"name": name})


def archive(project: Project, playbook: Playbook, *, archived: bool = True) -> Project:
    """Return `project` put away, or taken out again."""
    return project.model_copy(update={"archived": archived})


def delete(project: Project, playbook: Playbook) -> Project:
    """Return `project` marked as deleted: out of sight, and back by an undo."""
    return project.model_copy(update={"deleted": True})


def revise(
    project: Project | None, playbook: Playbook, *, content: Project, base: dict[str, Any] | None = None
) -> Project:
    """Return `project` as an editor left it; id and playbook cannot change that way.

    With `base`, the document that the editor was opened on, only what the editor changed is taken over, and what
    somebody else changed meanwhile stays.
    """
    if project is None:
        raise Refused(f"{content.name}: no longer in this workspace; import it to have it again")
    if content.playbook != project.playbook:
        raise Refused(
            f"playbook: stays '{project.playbook}'; a project of another playbook is a new project", ("playbook",)
        )
    if base is not None:
        from paceplan.core.changes import apply, diff

        content = type(content).of(apply(project.document(), diff(base, content.document())) or {})
    _keep_seal(project, content, playbook)
    return content.model_copy(update={"id": project.id, "deleted": project.deleted})


def _keep_seal(before: Project, after: Project, playbook: Playbook) -> None:
    from paceplan.core.criteria import broken_seal

    if broken := broken_seal(before, after, playbook):
        raise Refused(broken, ("metrics",))


def begin(project: Project, playbook: Playbook, *, on: dt.date | None) -> Project:
    """Return `project` starting on another day, or with its start left open."""
    return project.model_copy(update={"start": on})


HOUSEKEEPING = frozenset({rename, archive, delete})
"""Actions that ask the playbook nothing."""
