"""What can go wrong with a workspace, in sentences that name the place and the remedy."""

from __future__ import annotations

# ruff: noqa: N818  (they are named after what happened, in words a person would use)
import errno
import os

_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file may not grow any further",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "permission is missing",
    errno.EPERM: "permission is missing",
    errno.EIO: "the disk reported an error",
}


def words(error: OSError) -> str:
    """Return the reason of a failed file operation in a few words."""
    known = _WORDS.get(error.errno or 0)
    return known or error.strerror or (os.strerror(error.errno) if error.errno else str(error))


class StoreError(Exception):
    """A workspace cannot be used as asked; the message can be shown as it is."""


class Locked(StoreError):
    """Another process held the workspace's lock for longer than the deadline; `pid` is 0 where it is not known."""

    def __init__(self, place: str, pid: int, doing: str) -> None:
        self.pid = pid
        holder = f"process {pid}" if pid else "another process"
        super().__init__(
            f"{place} is held by {holder}{f' ({doing})' if doing else ''}, so nothing was saved. "
            "Try again in a moment; if that process hangs, end it."
        )


class Newer(StoreError):
    """The workspace was written by a version that this one does not understand; `needed` names it."""

    def __init__(self, place: str, needed: str) -> None:
        self.needed = needed
        super().__init__(f"{place} was written by a newer version and needs {needed}. Update; nothing was touched.")


class NotSaved(StoreError):
    """A change did not reach the journal; what was saved before is unharmed."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        self.reason = reason
        super().__init__(f"NOT saved: {reason}.{f' {remedy}' if remedy else ''}")


class FateUnknown(NotSaved):
    """The disk failed to confirm a change, so that nobody can tell whether it would survive a power cut."""


class Unreadable(StoreError):
    """A file of the workspace is there and cannot be read."""

    def __init__(self, place: str, error: OSError) -> None:
        super().__init__(
            f"{place} cannot be read: {words(error)}. Nothing was touched; "
            "make the file readable for your user (owner, permissions, disk) and open the workspace again."
        )


class NotAWorkspace(StoreError):
    """The path leads to something that is no folder."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is not a folder. Name the folder of a workspace, or one that does not exist yet.")
