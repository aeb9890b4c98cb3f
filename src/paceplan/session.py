"""The one door to a workspace: read, do an action, undo, redo, and see what others changed.

A session asks the core for rules and the store for durability; it decides nothing and shows nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from paceplan.core.changes import ABSENT, Change, Path, apply, diff
from paceplan.core.errors import Refused
from paceplan.core.text import nearest
from paceplan.history import History, action_name
from paceplan.renewing import Renewed
from paceplan.store.journal import Draft, Entry, Stored
from paceplan.store.workspace import Workspace
from paceplan.taking_back import NothingToUndo, Part, TakingBack

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.portfolio import Row
    from paceplan.core.project import Project
    from paceplan.core.schedule import Plan
    from paceplan.core.verdict import Verdict
    from paceplan.playbooks.catalogue import Catalogue, Loaded

Action = Callable[..., "Project"]


class Step(NamedTuple):
    """One action on one project; several steps make one change of the workspace."""

    action: Action
    project: str
    args: Mapping[str, Any] = MappingProxyType({})


class Outcome(NamedTuple):
    """What was done: its entry in the journal, or None where nothing differed from before."""

    entry: Entry | None
    projects: tuple[str, ...]


class Published(NamedTuple):
    """What listeners hear: the projects touched, the paths in them, and whether this session did it.

    Where a restore replaced the whole workspace there are no paths, and the entry is the latest of what is there now.
    """

    projects: frozenset[str]
    paths: frozenset[tuple[str, Path]]
    own: bool
    entry: Entry


class Session:
    """An open workspace with everything that acting on it needs.

    `now` gives an aware datetime for the journal; `author` is the name that changes carry.
    """

    def __init__(
        self,
        workspace: Workspace,
        catalogue: Catalogue,
        *,
        author: str,
        now: Callable[[], dt.datetime],
        deadline: float = 0.2,
    ) -> None:
        self.workspace = workspace
        self.catalogue = catalogue
        self.author = author
        self._now = now
        self._deadline = deadline
        self._projects: dict[str, Project] = {}
        self._listeners: list[Callable[[Published], None]] = []
        self.history = History(workspace, author)
        self._taking = TakingBack(workspace, self.history)
        self._changed = False
        self._generation = workspace.generation
        self._latest_verdict: tuple[Project, Playbook, Verdict] | None = None
        self._latest_plan: tuple[Project, Playbook, str | None, Plan | None] | None = None
        self._renewed = Renewed(workspace, catalogue)

    # Reading

    def rows(self) -> list[Row]:
        """Return the summary row of every project, deleted ones included.

        Where many come from an older release, some may be as that one wrote them until `poll` has renewed them.
        """
        return self._renewed.rows()

    def current_rows(self) -> list[Row]:
        """Return what `rows` does, with every row as this release writes it: about 1 ms for each that is older."""
        return self._renewed.rows(all_at_once=True)

    def row(self, project_id: str) -> Row | None:
        """Return the summary row of one project, or None where there is none of that id."""
        return self._renewed.row(project_id)

    def has(self, project_id: str) -> bool:
        """Tell whether the workspace knows the id and the project is not deleted."""
        row = self.row(project_id)
        return row is not None and not row.get("deleted")

    def project(self, project_id: str) -> Project:
        """Return one project; raises `Refused` where there is none of that id."""
        found = self._find(project_id)
        if found is None:
            raise Refused(f"{project_id}: no such project in this workspace")
        return found

    def _find(self, project_id: str) -> Project | None:
        if project_id not in self._projects:
            document = self.workspace.document(project_id)
            if document is None:
                return None
            from paceplan.core.project import Project

            self._projects[project_id] = Project.of(document)
        return self._projects[project_id]

    def loaded(self, playbook_id: str) -> Loaded:
        """Return a playbook with its digest; raises `Refused` where it is not at hand."""
        found = self.catalogue.get(playbook_id)
        if found is None:
            known = list(self.catalogue.all())
            hint = nearest(playbook_id, known)
            own = "".join(
                f"; {p}" for p in self.catalogue.problems if f"{playbook_id}.toml" in p or f"'{playbook_id}'" in p
            )
            message = f"playbook '{playbook_id}' is not at hand{hint}; known are {', '.join(known)}{own}"
            raise Refused(message, ("playbook",))
        return found

    def playbook(self, project: Project) -> Playbook:
        """Return the playbook of `project`; raises `Refused` where it is not at hand."""
        return self.loaded(project.playbook).playbook

    def verdict(self, project_id: str) -> Verdict:
        """Return the verdict on one project as it stands."""
        project = self.project(project_id)
        return self._judged(project, self.playbook(project))

    def plan(self, project_id: str) -> Plan | None:
        """Return the roadmap of one project as it stands; None where it has none."""
        project = self.project(project_id)
        book = self.playbook(project)
        return self._planned(project, book, self._judged(project, book).effective)

    def _planned(self, project: Project, playbook: Playbook, pace: str | None) -> Plan | None:
        """Return the plan, remembering the latest, as `_judged` does and for the same reason."""
        from paceplan.core.schedule import plan

        latest = self._latest_plan
        if latest is None or latest[0] is not project or latest[1] is not playbook or latest[2] != pace:
            latest = self._latest_plan = (project, playbook, pace, plan(project, playbook, pace))
        return latest[3]

    def _judged(self, project: Project, playbook: Playbook) -> Verdict:
        """Return the verdict, remembering the latest: a key asks for it once to save it and once to show it."""
        from paceplan.core.verdict import judge

        latest = self._latest_verdict
        if latest is None or latest[0] is not project or latest[1] is not playbook:
            latest = self._latest_verdict = (project, playbook, judge(project, playbook))
        return latest[2]

    def _judge_on(self, project_id: str, after: Project, changes: Sequence[Change]) -> None:
        """Take the verdict over to what a project becomes, where nothing changes that it rests on."""
        from paceplan.core.verdict import READS

        latest = self._latest_verdict
        if latest is None or latest[0] is not self._projects.get(project_id):
            return
        if all(change.path and change.path[0] not in READS for change in changes):
            self._latest_verdict = (after, latest[1], latest[2])

    # Changing

    def do(self, action: Action, project_id: str, **args: Any) -> Outcome:
        """Do `action` on one project and record it; raises `Refused`, or a `StoreError` where it could not be saved."""
        return self.do_all([Step(action, project_id, args)])

    def do_all(self, steps: Sequence[Step], name: str | None = None) -> Outcome:
        """Do all `steps` as one change: either every one of them is recorded, in one line, or none."""
        with self.workspace.transaction(self._deadline) as transaction:
            self._notice(transaction.seen)
            after: dict[str, Project] = {}
            for step in steps:
                before = after.get(step.project) or self._find(step.project)
                after[step.project] = self._run(step, before)
            stored: list[Stored] = []
            rows: dict[str, Row] = {}
            for project_id, project in after.items():
                old = self.workspace.document(project_id)
                known = self._find(project_id) if old is not None else None
                same = project.shared_with(known) if known is not None else ()
                document = project.document(without=same)
                changes = diff(old, self._joined(document, old, same))
                if changes:
                    after[project_id] = self._validated(document, old, known, same)
                    self._judge_on(project_id, after[project_id], changes)
                    rows[project_id] = self._row(after[project_id])
                    stored += [Stored(project_id, c, self.workspace.writer(project_id, c.path)) for c in changes]
            if not stored:
                return Outcome(None, tuple(after))
            entry = transaction.append(self._draft(name or action_name(steps[0].action), stored, rows))
        self._projects.update({i: p for i, p in after.items() if i in rows})
        self._publish(entry, own=True)
        return Outcome(entry, tuple(rows))

    def _run(self, step: Step, before: Project | None) -> Project:
        from pydantic import ValidationError

        from paceplan.core.keeping import HOUSEKEEPING

        if before is None and "id" not in step.args and "content" not in step.args:
            raise Refused(f"{step.project}: no such project in this workspace")
        wanted = step.args.get("content") or step.args.get("source") or before
        book_id = wanted.playbook if wanted is not None else str(step.args.get("playbook_id", ""))
        # Keeping house needs no playbook, so a project whose playbook is gone can still be renamed or put away.
        book = self.catalogue.playbook(book_id) if step.action in HOUSEKEEPING else self.loaded(book_id).playbook
        args = {k: v for k, v in step.args.items() if k != "playbook_id"}
        try:
            return step.action(before, book, **args)
        except ValidationError as error:
            from paceplan.importing.located import messages

            raise Refused("; ".join(messages(error))) from None

    def _joined(self, document: dict[str, Any], old: dict[str, Any] | None, same: Sequence[str]) -> dict[str, Any]:
        """Return a document with those fields of the `old` one that stay the same."""
        return document | {key: old[key] for key in same if key in old} if old is not None else document

    def _validated(
        self, document: dict[str, Any], old: dict[str, Any] | None, known: Project | None, same: Sequence[str]
    ) -> Project:
        """Return the project that `document` holds, refusing what this change would make meaningless.

        The fields that are the `same` are those of the project as it was `known`; `document` is without them.
        """
        from pydantic import ValidationError

        from paceplan.core.check import check
        from paceplan.core.project import Project as Model

        try:
            fresh = Model.of(document)
        except ValidationError as error:
            from paceplan.importing.located import messages

            raise Refused("; ".join(messages(error))) from None
        if known is not None:
            fresh = fresh.model_copy(update={key: getattr(known, key) for key in same})
        book = self.catalogue.playbook(fresh.playbook)
        problems = check(fresh, book, without=same) if book else []
        if problems:
            # What was wrong before (a playbook that changed since) must not stop other work on the project.
            told = set(check(Model.of(old), book)) if old is not None and book else set()
            if new := [p for p in problems if p not in told]:
                raise Refused("; ".join(map(str, new)), new[0].path)
        return fresh

    def _row(self, project: Project) -> Row:
        from paceplan.core.portfolio import summarise

        book, old = self.catalogue.playbook(project.playbook), self.row(str(project.id))
        if book is None and old is not None and self._kept_house(project):
            kept = {key: value for key, value in old.items() if key not in ("archived", "deleted")}
            flags = {"archived": True} if project.archived else {}
            return {**kept, "name": project.name, **flags, **({"deleted": True} if project.deleted else {})}
        book = book or self.playbook(project)
        verdict = self._judged(project, book)
        return summarise(project, book, verdict, self._planned(project, book, verdict.effective))

    def _kept_house(self, project: Project) -> bool:
        """Tell whether only what housekeeping sets is about to change, so that the rest of the row still holds."""
        changes = diff(self.workspace.document(str(project.id)), project.document())
        return all(change.path in (("name",), ("archived",), ("deleted",)) for change in changes)

    def _draft(self, name: str, changes: Sequence[Stored], rows: dict[str, Row], **link: str) -> Draft:
        time = self._now().astimezone(dt.UTC).isoformat(timespec="milliseconds")
        return Draft(time=time, author=self.author, action=name, changes=tuple(changes), rows=rows, **link)

    # Taking back

    def undo(self) -> Outcome:
        """Take back this author's latest action as a whole; raises `Refused` where somebody changed it since."""
        return self._compensate("undo", self.history.to_undo, self._taking.back)

    def redo(self) -> Outcome:
        """Do again what this author undid last; raises `Refused` where somebody changed it since."""
        return self._compensate("redo", self.history.to_redo, self._taking.again)

    def _compensate(
        self, name: str, latest: Callable[[], Entry | None], made_of: Callable[[Entry], list[Part]]
    ) -> Outcome:
        self.poll()
        if latest() is None and (self.workspace.device or not self.workspace.head[1]):
            raise NothingToUndo(f"nothing to {name}")
        with self.workspace.transaction(self._deadline) as transaction:
            self._notice(transaction.seen)
            entry = latest()
            if entry is None:
                raise NothingToUndo(f"nothing to {name}")
            parts = made_of(entry)
            for part in parts:
                self._taking.refuse_if_changed(part, name)
            changes = [stored for part in parts for stored in part.changes]
            rows: dict[str, Row] = {}
            projects: dict[str, Project | None] = {}
            for project_id in dict.fromkeys(stored.project for stored in changes):
                mine = [s.change for s in changes if s.project == project_id]
                document = apply(self.workspace.document(project_id), mine)
                projects[project_id] = self._from(document)
                rows[project_id] = self._row_or_gone(project_id, projects[project_id])
            done = transaction.append(self._draft(name, changes, rows, **{f"{name}es": entry.id}))
        for project_id, project in projects.items():
            self._projects.pop(project_id, None)
            if project is not None:
                self._projects[project_id] = project
        self._publish(done, own=True)
        return Outcome(entry, tuple(rows))

    def _from(self, document: dict[str, Any] | None) -> Project | None:
        from paceplan.core.project import Project

        return None if document is None else Project.of(document)

    def _row_or_gone(self, project_id: str, project: Project | None) -> Row:
        if project is not None:
            return self._row(project)
        return {**self.workspace.rows()[project_id], "deleted": True}

    # Hearing of changes

    def subscribe(self, listener: Callable[[Published], None]) -> Callable[[], None]:
        """Call `listener` after every change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def poll(self) -> int:
        """Take in what other processes recorded since, publish it, and return how many changes that were."""
        entries = self.workspace.refresh()
        self._notice(entries)
        if (renewed := self._renewed.go_on()) and (latest := next(self.workspace.entries(newest_first=True), None)):
            self._tell(Published(renewed, frozenset(), own=False, entry=latest))
        return len(entries)

    def tidy(self) -> bool:
        """Have the workspace write a checkpoint in the background, where one is due; tell whether that was begun."""
        return self.workspace.checkpoint_behind()

    def _notice(self, entries: Sequence[Entry]) -> None:
        if self._generation != self.workspace.generation:
            self._generation = self.workspace.generation
            everything = frozenset(self._projects.keys() | self.workspace.rows().keys())
            self._projects.clear()
            self._latest_verdict = self._latest_plan = None
            latest = next(self.workspace.entries(newest_first=True), None)
            if latest is not None:
                self._tell(Published(everything, frozenset(), own=False, entry=latest))
        for entry in entries:
            for stored in entry.changes:
                self._projects.pop(stored.project, None)
        for entry in entries:
            self._publish(entry, own=False)

    def _publish(self, entry: Entry, *, own: bool) -> None:
        self._changed = True
        self.history.append(entry)
        paths = frozenset((s.project, s.change.path) for s in entry.changes)
        self._tell(Published(frozenset(entry.projects), paths, own, entry))

    def _tell(self, event: Published) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def log(self, project_id: str | None = None, limit: int | None = None) -> list[Entry]:
        """Return the journal's entries, newest first, of one project or of all."""
        return self.history.entries(project_id, limit)

    def close(self, *, settle: bool = False) -> None:
        """Write a checkpoint where one is due, or, to `settle`, where anything changed; let go of the workspace."""
        if self.workspace.checkpoint_due() or (settle and self._changed and not self.workspace.readonly):
            self.workspace.checkpoint()
        self.workspace.close()


__all__ = ["ABSENT", "Change", "Entry", "NothingToUndo", "Outcome", "Published", "Session", "Step"]
