"""Which project is meant: an id, an unambiguous part of a name, or for reading a project file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.playbook import Playbook
    from paceplan.core.portfolio import Row
    from paceplan.core.project import Project
    from paceplan.core.verdict import Verdict
    from paceplan.playbooks.catalogue import Loaded


class Subject(NamedTuple):
    """A project to read, with its playbook as it is now."""

    project: Project
    loaded: Loaded

    @property
    def playbook(self) -> Playbook:
        """The playbook without where it came from."""
        return self.loaded.playbook

    @property
    def verdict(self) -> Verdict:
        """The verdict on the project as it stands."""
        from paceplan.core.verdict import judge

        return judge(self.project, self.playbook)

    @property
    def playbook_changed(self) -> str:
        """Say that the playbook changed since the project was scored; empty where it did not."""
        then, now = self.project.playbook_digest, self.loaded.digest
        if then is None or then == now:
            return ""
        return f"playbook '{self.playbook.id}' has changed since this project was scored ({then} then, {now} now)"


def is_file(given: str) -> bool:
    """Tell whether what was given for PROJECT is the path of a project file."""
    return given.endswith(".toml")


def subject(invocation: Invocation, given: str) -> Subject:
    """Return the project meant, from a file without opening a workspace.

    Raises `Refused`, and for a file `FileProblem` or `BadFile`.
    """
    project = meant(invocation, given)
    loaded = invocation.catalogue.get(project.playbook)
    if loaded is None:
        missing = f"playbook '{project.playbook}' is not at hand"
        raise Refused(f"{project.name}: {missing}; 'paceplan playbook list' shows those that are, and what is wrong")
    return Subject(project, loaded)


def meant(invocation: Invocation, given: str) -> Project:
    """Return the project meant, as `subject` does, without asking for its playbook where it can do without."""
    if is_file(given):
        return read_project(invocation, given)
    return invocation.session.project(project_id(invocation, given))


def read_project(invocation: Invocation, path: str) -> Project:
    """Return the project in a file; raises `FileProblem` or `BadFile`."""
    from paceplan.config.files import read_file
    from paceplan.importing.project_toml import MAX_BYTES, read

    catalogue = invocation.catalogue
    return read(read_file(path, MAX_BYTES), path, catalogue.playbook, list(catalogue.all()))


def project_id(invocation: Invocation, given: str, *, deleted: bool = False) -> str:
    """Return the id of the project in the workspace that is meant; with `deleted` also one that was deleted.

    An id wins over names, a whole name over parts of names. Raises `Refused`, listing the candidates of a part that
    several names share.
    """
    if is_file(given):
        raise Refused(f"{given}: a file can only be read; 'paceplan import' brings it into the workspace")
    rows = {i: row for i, row in invocation.rows().items() if deleted or not row.get("deleted")}
    if given in rows:
        return given
    wanted = given.casefold().strip()
    found = [row for row in rows.values() if row["name"].casefold() == wanted]
    found = found or [row for row in rows.values() if wanted and wanted in row["name"].casefold()]
    if len(found) == 1:
        return str(found[0]["id"])
    raise Refused(_ambiguous(given, found) if found else _unknown(invocation, given, rows.values()))


def _ambiguous(given: str, found: list[Row]) -> str:
    lines = [f"paceplan: '{given}' fits {len(found)} projects; give more of the name, or an id:"]
    found = sorted(found, key=lambda row: (row["name"].casefold(), row["id"]))
    lines += [f"  {row['id']}  {row['name']}{'  (archived)' if row.get('archived') else ''}" for row in found]
    return "\n".join(lines)


def _unknown(invocation: Invocation, given: str, rows: object) -> str:
    import difflib

    names = {row["name"].casefold(): row["name"] for row in rows}  # type: ignore[attr-defined]
    close = difflib.get_close_matches(given.casefold(), names, n=1)
    hint = f"did you mean '{names[close[0]]}'?" if close else "'paceplan list' shows what there is"
    return f"no project '{given}' in {invocation.folder}; {hint}"
