"""Settings in words: what holds now, and where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.content import Content

from paceplan.config.settings import DATE_FORMATS, Setting, Settings
from paceplan.tui.glyphs import Glyphs
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.presentation.words import day

NAMES = {"workspace": "the platform's data folder", "author": "the system's user"}
"""What holds where a text is empty."""
EXAMPLE = dt.date(2026, 3, 2)


def value_words(setting: Setting, value: Any) -> str:
    """Return a value as the list shows it."""
    if setting.kind == "switch":
        return "on" if value else "off"
    if setting.key == "date_format":
        return f"{value}   {sample_day(value)}"
    if setting.kind in ("text", "folder") and not value:
        return NAMES.get(setting.key, "beside the settings file")
    return str(value)


def sample_day(form: str) -> str:
    """Return a day as a date format shows it."""
    return day(EXAMPLE, EXAMPLE, form=form)


def source_words(setting: Setting, kept: Settings, overruled: Mapping[str, str]) -> str:
    """Return where a value comes from: an environment variable, the file, or nowhere."""
    if variable := overruled.get(setting.key):
        return f"set by {variable}"
    return "default" if getattr(kept, setting.key) == Settings._field_defaults[setting.key] else ""


def about(
    setting: Setting, kept: Settings, overruled: Mapping[str, str], file: Path | None, width: int, glyphs: Glyphs
) -> list[Content]:
    """Return the words on one setting: what it does, what it takes, what overrules it, where it is kept."""
    width = min(width, 100)
    lines = [Content.styled(setting.label, "bold"), *(Content(line) for line in wrapped(setting.about, width))]
    takes = ", ".join(f"{form} ({sample_day(form)})" for form in DATE_FORMATS)
    told = [("takes", takes if setting.key == "date_format" else setting.expectation.removesuffix(", in quotes"))]
    if variable := overruled.get(setting.key):
        told.append(("now", f"{variable} overrules the file; there it is: {value_words(setting, _of(setting, kept))}"))
    told.append(("kept in", str(file) if file else "nothing: this lasts until you leave"))
    for label, text in told:
        lines += labelled(label, [text], width, label=9)
    return lines


def _of(setting: Setting, settings: Settings) -> Any:
    return getattr(settings, setting.key)
