"""Who changes something, and fresh ids: the parts of a change that the core may not make up."""

from __future__ import annotations

import os
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """Return a fresh ULID in lower case: 26 characters that sort by the millisecond they were made in."""
    number = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def author(named: str = "") -> str:
    """Return the name that the settings give, else the system's of the user, else `unknown`."""
    import getpass

    from paceplan.core.text import clean

    if named:
        return named
    try:
        return clean(getpass.getuser()).strip() or "unknown"
    except (OSError, KeyError):
        return "unknown"
