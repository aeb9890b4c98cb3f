"""The three ways to begin that an empty workspace offers."""

from __future__ import annotations

from paceplan.tui.glyphs import Glyphs
from paceplan.tui.in_force import key, with_keys
from paceplan.tui.widgets.doors import Door, Doors

DOORS = (
    ("portfolio.new", "A new project", "playbook, template, name"),
    ("portfolio.samples", "The sample projects", "thirteen to look around in"),
    ("portfolio.import", "A project file", "one that was exported (.toml)"),
)
WELCOME = (
    "Nothing is planned here yet. Three ways to begin:",
    "Everything is saved as you make it; {list.choose} or a click opens.",
)


def first_doors(glyphs: Glyphs) -> Doors:
    """Return the list of the three, each with the key that is in force."""
    doors = [Door(id, key(id), name, about) for id, name, about in DOORS]
    return Doors(glyphs, doors, [with_keys(line) for line in WELCOME], id="doors")
