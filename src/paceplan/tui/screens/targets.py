"""Baseline and target as people type them, the same on every screen."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from paceplan.core.criteria import figure
from paceplan.core.errors import Refused

FROZEN = (
    "The exit criteria are frozen since the pilot started; "
    "{metrics.target} on the Metrics tab moves a target, with a mark."
)

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?"
_TARGET = re.compile(rf"(?:(?P<baseline>{_NUMBER})\s*(?:->|=>|→|\bto\b))?\s*(?P<target>{_NUMBER})")
_BEHIND = re.compile(
    r"\b(?:at\s+(?P<sure>[0-9.]+)\s*%?|(?:better\s*=\s*)?[\"']?(?P<better>higher|lower)[\"']?(?:\s+is\s+better)?)$",
    re.IGNORECASE,
)
BEHIND = "Behind it, if wanted: at 95 % for the confidence asked for, higher or lower for what is better."


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is agreed on an exit criterion; None for what was left out, a confidence of 0 for none."""

    baseline: float | None
    target: float
    confidence: float | None = None
    better: str | None = None


def parse_agreement(text: str, unit: str = "") -> Agreement:
    """Return what `42 -> 29.4 at 95 % lower` agrees on; raises `Refused` for anything else."""
    sure = better = None
    while found := _BEHIND.search(text := text.rstrip(" ,;\t")):
        sure, better = found["sure"] or sure, (found["better"] or better or "").lower() or None
        text = text[: found.start()]
    baseline, target = parse_target(text, unit)
    return Agreement(baseline, target, None if sure is None else _confidence(sure), better)


def _confidence(percent: str) -> float:
    try:
        value = float(percent)
    except ValueError:
        value = math.inf
    if value > 100:
        raise Refused(f"confidence: {percent} is none; give 0 to 100 %, such as at 95 %")
    return value if value <= 1 else value / 100  # as it is written in a file: 0.95


def agreement(
    baseline: float | None, target: float | None, confidence: float | None = None, better: str | None = None
) -> str:
    """Return what is agreed in the form that `parse_agreement` reads; empty without a target."""
    said = agreed(baseline, target)
    if said and confidence is not None:
        said += f" at {figure(round(confidence * 100, 6))} %"
    return f"{said} {better}" if said and better else said


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
