"""The actions of a workshop."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

_VOTE = "Vote with it; once the votes are shown, take it instead of what they came to"


def _act(
    name: str, keys: tuple[str, ...], label: str, tooltip: str, group: str, method: str, *args: object, rank: int = 0,
    shown: str = "", word: str = "",
) -> Action:  # fmt: skip
    return Action(f"workshop.{name}", keys, label, tooltip, group, "workshop", method, args, rank, shown, word)


WORKSHOP_ACTIONS: tuple[Action, ...] = (
    *(
        _act(str(n), (str(n),), f"Vote {n}", f"{_VOTE} (dimensions)", "Vote", "value", n,
             rank=1 if n == 0 else 0, shown="0-3" if n == 0 else "", word="Vote")
        for n in range(4)
    ),
    _act("yes", ("y",), "Yes", f"{_VOTE} (gates)", "Vote", "value", True, rank=2, shown="y n", word="Vote"),
    _act("no", ("n",), "No", f"{_VOTE} (gates)", "Vote", "value", False),
    _act("unknown", ("full_stop",), "Don't know", "Vote that one does not know", "Vote", "cast", "."),
    _act("abstain", ("minus",), "Abstain", "Vote that one holds back; it does not count", "Vote", "cast", "-"),
    _act("erase", ("backspace", "delete"), "Erase", "Take the vote under the cursor back, or else the one before it",
         "Vote", "erase", rank=7, shown="Bksp"),
    _act("seat-before", ("left", "up", "h", "k"), "One back", "Go to the participant before", "Vote", "move", -1),
    _act("seat-after", ("right", "down", "l", "j"), "One on", "Go to the next participant, who then votes", "Vote",
         "move", 1),
    _act("all", ("a",), "All at once", "Type everybody's votes in one line, such as 2 3 . 1", "Vote", "vote_all",
         rank=6),
    _act("on", ("enter",), "Go on", "Reveal, take what the votes came to, and go on to the next question", "Vote", "on",
         rank=3, shown="Enter"),
    _act("reveal", ("r",), "Reveal", "Show all votes on the question, even if somebody has not voted", "Vote", "reveal",
         rank=4),
    _act("again", ("s",), "Second round", "Vote on the question again; the rounds before it are kept", "Talk", "again",
         rank=5),
    _act("why", ("e",), "Reasons", "Write down what was said on the question", "Talk", "why", rank=8),
    _act("next", ("right_square_bracket",), "Next question", "Go to the next question", "Talk", "turn", 1),
    _act("previous", ("left_square_bracket",), "Question before", "Go to the question before", "Talk", "turn", -1,
         rank=12, shown="[ ]", word="Question"),
    _act("widest", ("w",), "Widest again", "Take a question again, the widest spread first", "Talk", "widest", rank=9),
    _act("join", ("p",), "Join", "Let a late-comer take part", "People", "join", rank=11),
    _act("leave", ("x",), "Leave", "Let the participant under the cursor go", "People", "leave"),
    _act("anonymous", ("f2",), "Anonymous", "Show names at the reveal or not, before anybody votes", "People",
         "anonymous", rank=16),
    _act("queue", ("f3",), "Queue", "Choose the project that the same people go through next", "People", "queue",
         rank=17),
    _act("pause", ("c",), "Clock", "Stop the clock, or let it go on", "Clock", "pause", rank=10),
    _act("minute", ("plus",), "Add a minute", "Give the clock a minute more", "Clock", "minute"),
    _act("verdict", ("v",), "Closing page", "Go to the closing page, or read all of it", "Close", "verdict", rank=13),
    _act("write", ("o",), "Hand out", "Write the page to hand out into a file", "Close", "write", rank=14),
    _act("new", ("N",), "New workshop", "Begin another workshop on this project", "Close", "new", rank=15),
    _act("back", ("escape",), "Back", "Leave the workshop; coming back goes on where it stopped", "Close", "back",
         rank=80, shown="Esc"),
)  # fmt: skip
