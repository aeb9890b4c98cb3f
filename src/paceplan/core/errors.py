"""The error with which an action says no."""

from __future__ import annotations


class Refused(ValueError):  # noqa: N818 - the word of the domain
    """An action that cannot run as asked; the message names the place, what was expected and what to do instead."""

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        """The keys that lead to the value in question; empty where it is about the project as a whole."""
