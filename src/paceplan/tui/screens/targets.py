"""Baseline and target as people type them, the same on every screen."""

from __future__ import annotations

import math
import re

from paceplan.core.errors import Refused

FROZEN = "The exit criteria are frozen since the pilot started; t on the Metrics tab moves a target, with a mark."

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?"
_TARGET = re.compile(rf"(?:(?P<baseline>{_NUMBER})\s*(?:->|=>|→|\bto\b))?\s*(?P<target>{_NUMBER})")


def sense(unit: str, better: str) -> str:
    """Return in which unit a metric is read and which direction is better, as a sentence."""
    return f"In {unit}; {better} is better." if unit else f"{better.capitalize()} is better."


def agreed(baseline: float | None, target: float | None) -> str:
    """Return what is agreed in the form that `parse_target` reads; empty without a target."""
    if target is None:
        return ""
    return f"{target:.10g}" if baseline is None else f"{baseline:.10g} -> {target:.10g}"


def parse_target(text: str, unit: str = "") -> tuple[float | None, float]:
    """Return (baseline, target) of `42 -> 29.4`, or (None, target) of `29.4`; raises `Refused` for anything else.

    The metric's own unit may follow a number.
    """
    plain = text.replace(unit, " ") if unit and not any(c.isdigit() for c in unit) else text
    found = _TARGET.fullmatch(plain.strip())
    given = [n for n in (found["baseline"], found["target"]) if n is not None] if found else []
    try:
        values = [float(n.replace(",", "")) for n in given]
    except ValueError:
        values = []
    if not values or not all(map(math.isfinite, values)):
        line = " ".join(text.split())
        shown = line if len(line) <= 40 else f"{line[:37]}..."
        raise Refused(f"'{shown}' is no target; give one such as 29.4, or baseline and target such as 42 -> 29.4")
    return (values[0] if len(values) > 1 else None), values[-1]
