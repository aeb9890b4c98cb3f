"""A workshop's clock as a value: it counts down, can stand still and be given minutes, and never ends anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceplan.core.entries import Clock

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Countdown:
    """Seconds gone before `since`, from which on it runs; None while it stands still. `added` is in minutes."""

    minutes: int
    used: float = 0.0
    added: int = 0
    since: float | None = None

    @classmethod
    def of(cls, minutes: int, kept: Clock | None) -> Countdown:
        """Return the clock as it was written down, standing still."""
        return cls(minutes, float(kept.used), kept.added) if kept else cls(minutes)

    @property
    def running(self) -> bool:
        """It counts down."""
        return self.since is not None

    def gone(self, now: float) -> float:
        """Return the seconds gone; a `now` that goes backwards takes none away."""
        return self.used + (max(0.0, now - self.since) if self.since is not None else 0.0)

    def left(self, now: float) -> int:
        """Return the whole seconds left, below nothing once they are over."""
        return (self.minutes + self.added) * MINUTE - int(self.gone(now))

    def start(self, now: float) -> Countdown:
        """Let it run from `now` on."""
        return self if self.running else replace(self, since=now)

    def stop(self, now: float) -> Countdown:
        """Let it stand still at `now`."""
        return replace(self, used=self.gone(now), since=None)

    def more(self) -> Countdown:
        """Give it a minute more."""
        return replace(self, added=self.added + 1)

    def kept(self, now: float) -> tuple[int, int]:
        """Return what is written down of it: seconds gone, minutes added."""
        return int(self.gone(now)), self.added
