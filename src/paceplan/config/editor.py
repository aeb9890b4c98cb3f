"""The user's own editor, and the notes on top of a text that comes back to it."""

from __future__ import annotations

import os
from pathlib import Path

MARK = "#! "
"""Starts the lines that say what is wrong; they are taken out again before the text is read."""


class EditorProblem(Exception):  # noqa: N818 - a problem to tell of, as `FileProblem` is
    """There is no editor to be had; the message says why, and what to set."""


def command() -> list[str]:
    """Return the words of `$VISUAL` or `$EDITOR`; raises `EditorProblem`."""
    import shlex

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        raise EditorProblem(f"the editor '{named}' has an open quote; set VISUAL or EDITOR anew") from None
    if not words:
        raise EditorProblem("no editor is named; set VISUAL or EDITOR, for example EDITOR=nano")
    return words


def open_in(editor: list[str], file: Path) -> None:
    """Let the user edit `file`, until the editor ends; raises `EditorProblem` where it could not or failed."""
    import subprocess

    try:
        code = subprocess.call([*editor, str(file)])
    except OSError as error:
        reason = error.strerror or str(error)
        raise EditorProblem(f"the editor '{editor[0]}' cannot be started ({reason}); set VISUAL or EDITOR") from None
    if code:
        raise EditorProblem(f"the editor '{editor[0]}' ended with {code}; nothing was changed, the text is in {file}")


def marked(text: str, problem: str) -> str:
    """Return `text` with what is wrong with it on top."""
    return "".join(f"{MARK}{line}\n" for line in problem.splitlines()) + without_marks(text)


def without_marks(text: str) -> str:
    """Return `text` as the user left it, without what was said of it."""
    lines = text.splitlines(keepends=True)
    while lines and lines[0].startswith(MARK):
        del lines[0]
    return "".join(lines)


def write(file: Path, text: str) -> None:
    """Write `text`, whatever bytes it was read from."""
    file.write_bytes(text.encode(errors="surrogateescape"))


def keep(file: Path, text: str) -> str:
    """Leave the text, without what was said of it, where it can be taken up again, and say where that is."""
    write(file, without_marks(text))
    return f"Nothing was changed. The text is kept in {file}; once mended, 'paceplan import --replace' takes it."
