"""Field types shared by the project and playbook models: ids, cleaned text, strict numbers and dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from paceplan.core.text import clean

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# Cleaned before the length is measured: NFC can lengthen a text, and a saved one has to be readable again.
def _line(value: Any) -> Any:
    return clean(value).strip() if isinstance(value, str) else value


def _prose(value: Any) -> Any:
    return clean(value, multiline=True).strip() if isinstance(value, str) else value


def _only_dates(value: Any) -> Any:
    """Refuse what pydantic would take for a timestamp: a number, a string of digits, or a date with a time of day."""
    written = isinstance(value, str) and _ISO_DAY.fullmatch(value)
    if not written and (isinstance(value, dt.datetime) or not isinstance(value, dt.date)):
        raise ValueError("expected a date such as 2026-03-02")
    return value


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, strict=True)]
"""A key of any collection: 1 to 64 of `a-z`, `0-9`, `-`, not starting with `-`."""

Line = Annotated[str, Field(strict=True, max_length=1_000), BeforeValidator(_line)]
"""One line of text from a person, at most 1,000 characters."""

Prose = Annotated[str, Field(strict=True, max_length=20_000), BeforeValidator(_prose)]
"""Text from a person that may have several lines, at most 20,000 characters."""

Name = Annotated[Line, Field(min_length=1)]
Level = Annotated[StrictInt, Field(ge=0, le=3)]
"""A score, an influence, a likelihood or an impact: 0 to 3."""

Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2999, 12, 31)), BeforeValidator(_only_dates)]
"""A calendar date; no length counted from it in either direction leaves the calendar."""

Flag = StrictBool
Weeks = Annotated[StrictInt, Field(ge=1, le=520)]
Months = Annotated[StrictInt, Field(ge=1, le=240)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Pace = Literal["sprint", "hybrid", "marathon"]
Better = Literal["higher", "lower"]
Every = Literal["week", "month", "quarter"]
Decision = Literal["scale", "iterate", "stop", "elevate"]
Why = Annotated[Prose, Field(min_length=1)]
Order = Annotated[StrictInt, Field(ge=0, le=9_999)]


class Model(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
