"""Restoring a backup: it takes the place of the journal and its checkpoint, and what it replaces is kept.

The files are unpacked and checked in a folder of the workspace, then a marker says what goes where, and the renames
follow. From the marker on, whoever opens the workspace finishes what a killed process has begun.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import orjson

from paceplan.store import device, files, network
from paceplan.store.errors import NotAWorkspace, NotSaved, StoreError, words
from paceplan.store.leftovers import STAGED, sweep
from paceplan.store.lock import Lock
from paceplan.store.reading import RESTORING

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.store.unpacking import Checked

MARKER, KEPT = RESTORING, "replaced"

_CHECKPOINT, _JOURNAL, _DEVICE = "paceplan.json", "journal", "device.json"
_PATIENCE = 5.0
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What the marker says: the folder with the new files, the one that keeps the old, and names without a new file."""

    staged: str
    kept: str
    clear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a restore: the backup, and the folder in which the replaced files are, None where none were."""

    backup: Checked
    kept: str | None


def pending(root: str) -> bool:
    """Tell whether a restore of the workspace in `root` has begun and has not ended."""
    return os.path.lexists(f"{root}/{MARKER}")


def inspect(source: str) -> Checked:
    """Check a backup as a restore does, changing no workspace; raises `BadBackup`."""
    import tempfile

    from paceplan.store.unpacking import unpack

    with tempfile.TemporaryDirectory(prefix="paceplan-") as folder:
        return unpack(source, folder, durable=False)


def restore(
    root: str,
    source: str,
    day: dt.date,
    *,
    on_network: bool = False,
    durable: bool = True,
    deadline: float = _PATIENCE,
) -> Restored:
    """Put the backup `source` in place of what the workspace in `root` holds, and keep that under the date `day`.

    The device gets a new id: the numbers of the replaced history must not be given to other entries. Raises
    `BadBackup`, `NotAWorkspace`, `Locked`, `NotSaved`, each with the workspace as it was unless it says otherwise, and
    `OnNetwork` where the folder is on another machine and `on_network` does not allow it.
    """
    from paceplan.store.unpacking import unpack

    if not on_network and (kind := network.kind(root)):
        raise network.OnNetwork(root, kind)
    made = _made(root, durable=durable)
    finish(root, durable=durable, deadline=deadline)
    staged = f"{STAGED}{os.getpid()}"
    done = False
    try:
        _remove_tree(f"{root}/{staged}")
        os.mkdir(f"{root}/{staged}", files.FOLDER_MODE)
        backup = unpack(source, f"{root}/{staged}", durable=durable)
        files.make_folder(f"{root}/{staged}/{_JOURNAL}", durable=durable)
        device.issue(f"{root}/{staged}/{_DEVICE}", durable=durable)
        if durable:
            for folder in (f"{root}/{staged}/{_JOURNAL}", f"{root}/{staged}"):
                files.sync_folder(folder)
        kept = _exchange(root, staged, day, durable=durable, deadline=deadline)
        done = True
    except OSError as error:
        raise NotSaved(f"{error.filename or root}: {words(error)}", "The workspace is as it was.") from error
    finally:
        if not done and not pending(root):
            _undo(f"{root}/{staged}", made)
    return Restored(backup, kept)


def finish(root: str, *, durable: bool = True, deadline: float = _PATIENCE) -> str | None:
    """Finish an interrupted restore of the workspace in `root`, and say so; None where there is none.

    For whoever opens the workspace, before anything is read. Raises `Locked`, `StoreError` where it cannot be done.
    """
    if not pending(root):
        return None
    lock = Lock(f"{root}/lock")
    try:
        lock.acquire(deadline, "finishing a restore")
    except OSError as error:
        raise _stuck(root, words(error)) from error
    try:
        return complete(root, durable=durable)
    finally:
        lock.release()


def complete(root: str, *, durable: bool = True) -> str | None:
    """Finish an interrupted restore as `finish` does; for the holder of the workspace's lock."""
    plan = _plan(root)
    if plan is None:
        return None
    try:
        _swap(root, plan, durable=durable)
    except OSError as error:
        raise _stuck(root, words(error)) from error
    kept = f"{root}/{plan.kept}"
    where = f"; what was there before is in {kept}" if os.path.lexists(kept) else ""
    return f"a restore that had been interrupted was finished{where}"


def _exchange(root: str, staged: str, day: dt.date, *, durable: bool, deadline: float) -> str | None:
    """Take the lock, write the marker and let the renames follow; return the folder of the replaced files, if any."""
    lock = Lock(f"{root}/lock")
    lock.acquire(deadline, "restoring a backup")
    try:
        complete(root, durable=durable)
        sweep(root)
        clear = () if os.path.lexists(f"{root}/{staged}/{_CHECKPOINT}") else (_CHECKPOINT,)
        plan = Plan(staged, _free(root, day), clear)
        content = orjson.dumps({"format": _FORMAT, **asdict(plan)})
        files.replace(f"{root}/{MARKER}", [content], durable=durable)
        try:
            _swap(root, plan, durable=durable)
        except OSError as error:
            try:
                _swap_back(root, plan)
            except OSError:
                raise _stuck(root, words(error)) from error
            raise
    finally:
        lock.release()
    kept = f"{root}/{plan.kept}"
    return kept if os.path.lexists(kept) else None


def _swap(root: str, plan: Plan, *, durable: bool) -> None:
    """Move the old files out and the new ones in; to be repeated after any interruption, with the same result.

    A new file that still waits in its folder is not in place yet, so what has its name is an old one. The journal
    comes in before its checkpoint: who reads in between finds nothing that does not belong together.
    """
    staged, kept = f"{root}/{plan.staged}", f"{root}/{plan.kept}"
    for name in (_CHECKPOINT, _JOURNAL, _DEVICE):
        if os.path.lexists(f"{root}/{name}") and (name in plan.clear or os.path.lexists(f"{staged}/{name}")):
            files.make_folder(kept, durable=durable)
            os.rename(f"{root}/{name}", files.free_name(kept, name))
    for name in (_JOURNAL, _DEVICE, _CHECKPOINT):
        if os.path.lexists(f"{staged}/{name}"):
            os.rename(f"{staged}/{name}", f"{root}/{name}")
    if durable:
        for folder in filter(os.path.isdir, (kept, staged, root)):
            files.sync_folder(folder)
    files.remove(f"{root}/{MARKER}")
    if durable:
        files.sync_folder(root)
    with contextlib.suppress(OSError):  # an empty folder that stays does no harm
        os.rmdir(staged)


def _swap_back(root: str, plan: Plan) -> None:
    """Take back what a failed `_swap` has moved, before its marker is gone."""
    if not pending(root):
        return  # all is in place, only that was not confirmed
    staged, kept = f"{root}/{plan.staged}", f"{root}/{plan.kept}"
    new = {_JOURNAL, _DEVICE, _CHECKPOINT} - {*plan.clear}
    for name in new - {*os.listdir(staged)}:
        os.rename(f"{root}/{name}", f"{staged}/{name}")
    if os.path.lexists(kept):
        for name in os.listdir(kept):
            os.rename(f"{kept}/{name}", f"{root}/{name}")
        os.rmdir(kept)
    files.remove(f"{root}/{MARKER}")


def _plan(root: str) -> Plan | None:
    """Return what the marker says, or None where there is none; raises `StoreError` where it makes no sense."""
    try:
        with open(f"{root}/{MARKER}", "rb") as file:
            content = orjson.loads(file.read(1 << 16))
        plan = Plan(content["staged"], content["kept"], tuple(content["clear"]))
        known = content["format"] == _FORMAT and {*plan.clear} <= {_CHECKPOINT}
        if known and re.fullmatch(rf"{STAGED}\d+", plan.staged) and re.fullmatch(rf"{KEPT}/[\d-]+", plan.kept):
            return plan
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _stuck(root, words(error)) from error
    except (KeyError, TypeError, ValueError):
        pass
    raise _stuck(root, f"{MARKER} is damaged (remove it where the folder {_JOURNAL} is in place)")


def _stuck(root: str, reason: str) -> StoreError:
    return StoreError(
        f"A restore of {root} was begun and cannot be finished: {reason}. Nothing is lost: mend that and open the "
        f"workspace again; the new files are in place or in {STAGED}*, the old ones in place or in {KEPT}."
    )


def _free(root: str, day: dt.date) -> str:
    """Return the name of a folder that no replaced files are in yet."""
    n = 1
    while os.path.lexists(f"{root}/{KEPT}/{day.isoformat()}-{n}"):
        n += 1
    return f"{KEPT}/{day.isoformat()}-{n}"


def _made(root: str, *, durable: bool) -> list[str]:
    """Make the workspace's folder where there is none, and return the folders that came to be, the innermost first."""
    missing = []
    path = os.path.abspath(root)
    while not os.path.lexists(path):
        missing.append(path)
        path = os.path.dirname(path)
    if not os.path.isdir(path):
        raise NotAWorkspace(root)
    try:
        files.make_folder(root, durable=durable)
    except OSError as error:
        raise NotSaved(f"{root} cannot be made: {words(error)}") from error
    return missing


def _undo(staged: str, made: list[str]) -> None:
    """Remove what a restore that came to nothing has made."""
    _remove_tree(staged)
    with contextlib.suppress(OSError):
        for folder in made:
            os.rmdir(folder)


def _remove_tree(path: str) -> None:
    if os.path.lexists(path):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
