"""Sealed votes: written down as they come, so that nothing is lost, and shown by nothing before their reveal.

A sealed vote is a digest over the workshop's seal, the round, the question, the voter and the vote. Neither a file, nor
the journal, nor an export shows what it says, and equal votes look different. It is an envelope, not a safe: whoever
has the project and this module can open it, as the reveal does, by trying the few votes there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook

Cast = int | bool | str
"""A score from 0 to 3, yes or no, or one of the two below."""

UNKNOWN: Final = "."
ABSTAINS: Final = "-"
_CODES: Mapping[str, Cast] = {
    "0": 0,
    "1": 1,
    "2": 2,
    "3": 3,
    "y": True,
    "n": False,
    UNKNOWN: UNKNOWN,
    ABSTAINS: ABSTAINS,
}
"""What is typed, and what is sealed, for each vote."""
_WORDS: Mapping[str, str] = {"yes": "y", "no": "n"}


def code(vote: Cast) -> str:
    """Return the one character that stands for a vote."""
    if isinstance(vote, bool):
        return "y" if vote else "n"
    return str(vote)


def seal(vote: Cast, word: str, round_: int, question: str, voter: str) -> str:
    """Return what is written down of a vote before its reveal."""
    content = "\n".join((word, str(round_), question, voter, code(vote)))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def unseal(sealed: str, word: str, round_: int, question: str, voter: str) -> Cast | None:
    """Return the vote in an envelope; None for one that was not sealed for this voter, question and round."""
    return next((vote for vote in _CODES.values() if seal(vote, word, round_, question, voter) == sealed), None)


def allowed(playbook: Playbook, question: str) -> tuple[str, ...]:
    """Return what may be typed as a vote on a question."""
    return ("y", "n", UNKNOWN, ABSTAINS) if question in playbook.gates else ("0", "1", "2", "3", UNKNOWN, ABSTAINS)


def parse(text: str, playbook: Playbook, question: str) -> Cast:
    """Return the vote that somebody typed; raises `Refused` for one that the question does not take."""
    typed = text.strip().casefold()
    typed = _WORDS.get(typed, typed)
    if typed in allowed(playbook, question):
        return _CODES[typed]
    said = "yes or no (y, n)" if question in playbook.gates else "0 to 3"
    raise Refused(f"{text.strip()[:20]!r} is no vote here; give {said}, . for don't know or - to abstain")


def parse_all(text: str, playbook: Playbook, question: str) -> list[Cast]:
    """Return the votes of one line, `2 3 1 .` or `231.`; raises `Refused` for what is none."""
    words = text.replace(",", " ").split()
    if len(words) == 1 and words[0].casefold() not in _WORDS:
        words = list(words[0])
    return [parse(word, playbook, question) for word in words]
