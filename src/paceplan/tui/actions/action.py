"""What an action of the registry is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal[
    "everywhere",
    "portfolio",
    "agenda",
    "lessons",
    "project",
    "score",
    "pilot",
    "roadmap",
    "metrics",
    "people",
    "risks",
    "log",
    "settings",
    "review",
    "workshop",
    "timeline",
    "compare",
    "balance",
    "list",
    "calendar",
    "heat",
    "dialogue",
    "box",
]


@dataclass(frozen=True, slots=True)
class Action:
    """One user action. `keys` are Textual's key names, the first one is shown; `rank` 0 keeps it off the key bar."""

    id: str
    keys: tuple[str, ...]
    label: str
    tooltip: str
    group: str
    scope: Scope
    method: str
    args: tuple[object, ...] = ()
    rank: int = 0
    """Place on the key bar, 1 leftmost."""
    shown: str = ""
    """What the key bar shows where several keys are one action, such as `0-3`."""
    word: str = ""
    """The word beside them there, where the label says too little or too much."""
