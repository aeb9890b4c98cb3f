"""Rows that an older release wrote, as this one would write them: in memory only, and never many at a time.

The journal keeps what was written. A row is renewed when somebody asks for rows; where there are thousands, a few at
each look for others' changes, so that no key waits for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from paceplan.core.portfolio import is_current
from paceplan.store.errors import StoreError

if TYPE_CHECKING:
    from paceplan.core.portfolio import Row
    from paceplan.playbooks.catalogue import Catalogue
    from paceplan.store.workspace import Workspace

AT_ONCE, AT_A_LOOK = 32, 12
"""So many rows are renewed while somebody waits for them (some 30 ms), and at each look for others' changes (10 ms)."""


class Renewed:
    """The rows of a workspace as this release would write them."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue) -> None:
        self._workspace = workspace
        self._catalogue = catalogue
        self._known: dict[str, tuple[Row, Row]] = {}
        """Project -> the row as it is stored, and as it is shown instead of that one."""
        self._waiting: list[str] = []
        self._seen: tuple[object, ...] = ()
        self._unsaid: set[str] = set()

    def rows(self, *, all_at_once: bool = False) -> list[Row]:
        """Return every row; of those that are older, few are renewed on the spot, many by and by."""
        stored = self._workspace.rows()
        self._look()
        if self._waiting and (all_at_once or len(self._waiting) <= AT_ONCE):
            renewed = self._renew(len(self._waiting))
            if self._unsaid:
                self._unsaid.update(renewed)
        if not self._known:
            return list(stored.values())
        return [self._shown(project, row) for project, row in stored.items()]

    def row(self, project: str) -> Row | None:
        """Return one row, renewed on the spot where it is older."""
        row = self._workspace.rows().get(project)
        if row is None or is_current(row):
            return row
        shown = self._shown(project, row)
        return self._one(project, row) if shown is row else shown

    def go_on(self) -> frozenset[str]:
        """Renew some of those that wait; return which were renewed so far, once that is through, and else nothing."""
        if self._waiting:
            self._unsaid.update(self._renew(AT_A_LOOK))
        if self._waiting or not self._unsaid:
            return frozenset()
        renewed, self._unsaid = frozenset(self._unsaid), set()
        return renewed

    def _look(self) -> None:
        """Note which rows are older, where any change came in since that was last noted."""
        seen = (self._workspace.generation, *self._workspace.head)
        if seen == self._seen:
            return
        self._seen = seen
        rows = self._workspace.rows()
        self._known = {p: known for p, known in self._known.items() if rows.get(p) is known[0]}
        waiting = [p for p, row in rows.items() if not is_current(row) and p not in self._known]
        # First those that have dates to show.
        self._waiting = sorted(waiting, key=lambda p: bool(rows[p].get("archived") or rows[p].get("done")))

    def _renew(self, most: int) -> list[str]:
        now, self._waiting = self._waiting[:most], self._waiting[most:]
        rows = self._workspace.rows()
        return [p for p in now if p in rows and not is_current(rows[p]) and self._one(p, rows[p]) is not rows[p]]

    def _one(self, project: str, row: Row) -> Row:
        fresh = row if row.get("deleted") else self._summarised(project) or row
        self._known[project] = (row, fresh)
        return fresh

    def _summarised(self, project_id: str) -> Row | None:
        """Return the row of a project as it is written now, or None where its content or playbook is not usable."""
        from pydantic import ValidationError

        from paceplan.core.portfolio import summarise
        from paceplan.core.project import Project
        from paceplan.core.verdict import judge

        try:
            document = self._workspace.glance(project_id)
            project = Project.of(document) if document is not None else None
        except (ValidationError, StoreError):
            return None
        book = self._catalogue.playbook(project.playbook) if project else None
        return summarise(project, book, judge(project, book)) if project and book else None

    def _shown(self, project: str, row: Row) -> Row:
        known = self._known.get(project)
        return known[1] if known is not None and known[0] is row else row
