"""What becomes of an error: words on stderr and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

import click

from paceplan.cli.output import narrate
from paceplan.core.errors import Refused
from paceplan.store.errors import StoreError

NO, BAD_INPUT, NO_WORKSPACE = 1, 2, 3
"""Exit codes: the answer is no; bad use or a bad file; the workspace cannot be used."""

INTERRUPTED, PIPE_CLOSED = 130, 141


class Failure(click.ClickException):
    """An error with its exit code, in words for a person; several lines are several problems."""

    def __init__(self, message: str, code: int = BAD_INPUT) -> None:
        super().__init__(message)
        self.code = code


def failure(error: Exception) -> Failure | None:
    """Return what `error` means to the caller of the command, or None where it should not have happened."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, StoreError):
        return Failure(str(error), NO_WORKSPACE)
    if isinstance(error, Refused):
        from paceplan.session import NothingToUndo

        return Failure(error.message, NO if isinstance(error, NothingToUndo) else BAD_INPUT)
    if not isinstance(error, ValueError):
        return None
    from paceplan.config.files import FileProblem
    from paceplan.importing.project_toml import BadFile
    from paceplan.playbooks.catalogue import PlaybookError

    return Failure(str(error)) if isinstance(error, FileProblem | BadFile | PlaybookError) else None


def complain(error: click.ClickException) -> None:
    """Say on stderr what is wrong, after the usage where the command line itself is."""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        narrate(f"{error.ctx.get_usage()}\nTry '{error.ctx.command_path} --help'.")
    text = error.format_message()
    narrate(text if "\n" in text else f"paceplan: {text}")


def said(error: Exception) -> int:
    """Say on stderr what went wrong, and return the exit code."""
    if isinstance(error, BrokenPipeError):
        return pipe_closed()
    known = failure(error)
    if known is None:
        return unexpected(error)
    complain(known)
    return known.code


def each(names: Iterable[str], act: Callable[[str], None]) -> int:
    """Call `act` with each name; the broken ones are named on stderr, the others go on. Returns the exit code."""
    code = 0
    for name in names:
        try:
            act(name)
        except ValueError as error:
            known = failure(error)
            if known is None:
                raise
            complain(known)
            code = known.code
    return code


def unexpected(error: Exception) -> int:
    """Say in a line that something went wrong inside, or all of it where `PACEPLAN_DEBUG` is set."""
    if os.environ.get("PACEPLAN_DEBUG"):
        import traceback

        traceback.print_exception(error)
    narrate(
        f"paceplan: unexpected error ({type(error).__name__}: {error}). What was saved before is unharmed; "
        "run it again with PACEPLAN_DEBUG=1 to see where it happened."
    )
    return NO_WORKSPACE


def pipe_closed() -> int:
    """Let what is left of the output go nowhere, so that the end of the process need not complain of it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    return PIPE_CLOSED
