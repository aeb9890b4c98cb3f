"""Commands that care for a workspace: backup, restore, doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.failing import NO, NO_WORKSPACE, Failure
from paceplan.cli.output import as_json, field, narrate, on_terminal, say
from paceplan.cli.parameters import json_option

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from paceplan.cli.invocation import Invocation
    from paceplan.config.settings import Settings
    from paceplan.core.portfolio import Row
    from paceplan.store.doctor import Examination, Place, Trouble
    from paceplan.store.manifest import Manifest

_PACKAGES = ("textual", "tinydb", "pydantic")
_IN_MEMORY = {"tmpfs", "ramfs"}


@click.command("backup")
@click.argument("file", required=False)
@click.option("--force", is_flag=True, help="Overwrite FILE where it exists.")
@click.pass_obj
def backup_command(invocation: Invocation, file: str | None, force: bool) -> int:
    """Write the whole workspace into one file.

    Without FILE it is made here, with the day in its name; '-' is stdout. Exits with 1 where there is nothing to back
    up, or the workspace is damaged: it is backed up as it is.

    \b
    Example:
      paceplan backup
      paceplan backup /media/stick/plans.tar.gz --force
    """
    from paceplan.store import backup, restore
    from paceplan.store.manifest import BadBackup, NothingYet

    root = str(invocation.folder)
    if notice := restore.finish(root):
        narrate(f"paceplan: {notice}")
    try:
        if file == "-":
            import sys

            if on_terminal():
                raise Failure("a terminal cannot show a backup; name a file, or send it on with | or >")
            sys.stdout.flush()
            manifest = backup.write(root, sys.stdout.buffer)
        else:
            target = _target(invocation, file)
            manifest = backup.save(root, target, force=force)
            say(target)
    except NothingYet as nothing:
        raise Failure(str(nothing), NO) from nothing
    except BadBackup as bad:
        raise Failure(str(bad)) from bad
    return _told(manifest)


def _target(invocation: Invocation, file: str | None) -> str:
    """Return the file to write: the one given, or where that is a folder or nothing, one with the day in its name."""
    from pathlib import Path

    folder = Path(file or ".").expanduser()
    if file and not folder.is_dir():
        return file
    stem, ending = f"paceplan-backup-{invocation.today.isoformat()}", ".tar.gz"
    path, n = folder / f"{stem}{ending}", 2
    while _there(path):
        path, n = folder / f"{stem}-{n}{ending}", n + 1
    return str(path)


def _there(path: Path) -> bool:
    import os

    return os.path.lexists(path)


def _told(manifest: Manifest) -> int:
    """Say what was backed up, and return the exit code."""
    narrate(f"Backed up {_entries(manifest.entries)}, the last of {_time(manifest.time)}.")
    if manifest.findings:
        count = "1 thing" if manifest.findings == 1 else f"{manifest.findings} things"
        narrate(f"The workspace is damaged, so the backup is as well: {count} wrong. See paceplan verify.")
    return NO if manifest.findings else 0


@click.command("restore")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Check the backup, say what is in it and change nothing.")
@json_option
@click.pass_obj
def restore_command(invocation: Invocation, file: str, dry_run: bool, in_json: bool) -> None:
    """Put a backup in place of what the workspace holds.

    The backup is checked as a whole first. What it replaces is kept in the workspace, in the folder "replaced".

    \b
    Example:
      paceplan restore paceplan-backup-2026-03-02.tar.gz --dry-run
      paceplan restore paceplan-backup-2026-03-02.tar.gz
    """
    from paceplan.store import restore
    from paceplan.store.manifest import BadBackup

    root = str(invocation.folder)
    try:
        if dry_run:
            checked, kept = restore.inspect(file), None
        else:
            done = restore.restore(root, file, invocation.today, on_network=_on_network())
            checked, kept = done.backup, done.kept
    except BadBackup as bad:
        raise Failure(f"{bad}\nNothing was changed.") from bad
    manifest, projects = checked.manifest, _projects(checked.rows)
    for notice in checked.notices:
        narrate(f"paceplan: {notice}")
    if in_json:
        facts = {
            "projects": projects, "entries": manifest.entries, "last_change": manifest.time, "head": manifest.hash,
            "restored": not dry_run, "kept": kept, "notices": checked.notices,
        }  # fmt: skip
        as_json(facts)
        return
    content = f"{_count(projects, 'project')}, {_entries(manifest.entries)}, the last of {_time(manifest.time)}"
    say(f"{'It would hold' if dry_run else 'Restored'}: {content}")
    if dry_run:
        narrate("The backup is in order; nothing was changed.")
    elif kept:
        narrate(f"What was there before is kept in {kept}; delete that once it is not missed.")


@click.command("doctor")
@json_option
@click.pass_obj
def doctor_command(invocation: Invocation, in_json: bool) -> int:
    """Look for what is wrong, and say how to mend it.

    Changes nothing. Exits with 1 where there are findings, with 3 where the workspace cannot be used.

    \b
    Example:
      paceplan doctor
    """
    from paceplan.store.doctor import examine

    found = examine(str(invocation.folder), on_network=_on_network())
    troubles = found.troubles + _playbook_troubles(invocation) + _settings_troubles(invocation)
    if in_json:
        as_json(_document(invocation, found, troubles))
    else:
        _print(invocation, found, troubles)
    if found.unusable:
        return NO_WORKSPACE
    return NO if troubles else 0


def _on_network() -> bool:
    """Tell whether a workspace on a network folder is allowed."""
    import os

    from paceplan.store.network import ALLOW

    return os.environ.get(ALLOW) == "1"


def _playbook_troubles(invocation: Invocation) -> list[Trouble]:
    from paceplan.store.doctor import Trouble

    invocation.catalogue.all()
    remedy = "mend the file (paceplan playbook check says more), or take it out of the folder"
    # To take the place of a built-in playbook is what somebody may well want.
    problems = [problem for problem in invocation.catalogue.problems if "takes the place of" not in problem]
    return [Trouble(problem, remedy) for problem in problems]


def _settings_troubles(invocation: Invocation) -> list[Trouble]:
    from paceplan.store.doctor import Trouble

    problem = invocation.read_settings.problem
    invocation.said_of_settings = True
    return [Trouble(problem, "mend the file, or take it away: the defaults hold then")] if problem else []


def _document(invocation: Invocation, found: Examination, troubles: list[Trouble]) -> dict[str, Any]:
    folders = _folders(invocation.settings)
    return {
        "workspace": found.root, "exists": found.exists, "usable": not found.unusable,
        "unusable": found.unusable or None,
        "projects": _projects(found.rows), "entries": found.entries, "last_change": found.last_change or None,
        "entries_after_checkpoint": found.tail, "lock_held_by": found.holder or None,
        "file_system": found.file_system or None, "free_bytes": found.free,
        "places": {p.name: {"path": p.path, "files": p.files, "bytes": p.bytes} for p in found.places},
        "settings": str(invocation.read_settings.file),
        "folders": {name: str(path) for name, path in folders.items()}, "versions": _versions(),
        "findings": [{"what": trouble.what, "remedy": trouble.remedy} for trouble in troubles],
    }  # fmt: skip


def _print(invocation: Invocation, found: Examination, troubles: list[Trouble]) -> None:
    field("workspace", [found.root if found.exists else f"{found.root} (not there yet; the first change makes it)"])
    for place in found.places:
        if place.files:
            field("", [f"{place.name}: {_size(place)}"])
    if found.entries:
        projects, entries = _count(_projects(found.rows), "project"), _entries(found.entries)
        field("content", [f"{projects}, {entries}, the last of {_time(found.last_change)}"])
        field("", [f"{_entries(found.tail)} after the checkpoint"])
    if found.free is not None:
        memory = ", in memory: gone after a restart" if found.file_system in _IN_MEMORY else ""
        field("disk", [f"{found.file_system or 'unknown kind'}{memory}; {found.free / 1e9:,.1f} GB free"])
    field("lock", [f"held by {found.holder}" if found.holder else "free"])
    settings = invocation.read_settings.file
    field("settings", [str(settings) if settings.exists() else f"{settings} (not there; the defaults hold)"])
    for name, path in _folders(invocation.settings).items():
        field(name, [str(path) if path.is_dir() else f"{path} (not there)"])
    field("versions", [", ".join(f"{name} {version}" for name, version in _versions().items())])
    for trouble in troubles:
        say()
        field("finding", trouble.what.splitlines())
        field("remedy", [trouble.remedy])
    if found.unusable:
        narrate(f"paceplan: {found.unusable}")
    elif troubles:
        narrate(f"{_count(len(troubles), 'finding')}.")
    else:
        narrate("All is well.")


def _size(place: Place) -> str:
    return f"{place.bytes:,} bytes" if place.files == 1 else f"{place.files} files, {place.bytes:,} bytes"


def _folders(settings: Settings) -> dict[str, Path]:
    from paceplan.config.paths import playbooks_folder, themes_folder

    return {"playbooks": playbooks_folder(settings.playbooks), "themes": themes_folder(settings.themes)}


def _versions() -> dict[str, str]:
    """Return the version of Python, of paceplan and of the packages that matter, importing none of them."""
    import platform
    from importlib import metadata

    from paceplan import __version__

    versions = {"python": platform.python_version(), "paceplan": __version__}
    for package in _PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            versions[package] = "missing"
    return versions


def _projects(rows: Mapping[str, Row]) -> int:
    return sum(not row.get("deleted") for row in rows.values())


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _time(time: str) -> str:
    return f"{time[:16].replace('T', ' ')} UTC" if time else "an unknown time"
