"""The actions of the Score tab."""

from __future__ import annotations

from paceplan.tui.actions.action import Action


def _levels() -> tuple[Action, ...]:
    words = ("the mildest level", "the second level", "the third level", "the strongest level")
    return tuple(
        Action(f"score.{n}", (str(n),), f"Score {n}", f"Answer the dimension with {n}, {words[n]}",
               "Score", "score", "answer",
               (n,), rank=1 if n == 0 else 0, shown="0-3" if n == 0 else "", word="Score")
        for n in range(4)
    )  # fmt: skip


SCORE_ACTIONS: tuple[Action, ...] = (
    *_levels(),
    Action(
        "score.yes",
        ("y",),
        "Yes",
        "Answer the question with yes",
        "Score",
        "score",
        "answer",
        (True,),
        rank=2,
        shown="y n",
        word="Answer",
    ),
    Action("score.no", ("n",), "No", "Answer the question with no", "Score", "score", "answer", (False,)),
    Action(
        "score.toggle",
        ("space",),
        "Toggle",
        "Turn a yes into a no, or an artifact into one in hand",
        "Score",
        "score",
        "toggle",
    ),
    Action(
        "score.rest",
        ("m",),
        "Rest harmless",
        "Answer every open yes/no question so that it forces no longer pace",
        "Score",
        "score",
        "rest",
    ),
    Action("score.clear", ("x", "delete"), "Clear", "Take the answer back", "Score", "score", "clear", rank=3),
    Action("score.why", ("e",), "Why", "Write why it is answered so", "Score", "score", "why", rank=4),
    Action(
        "score.override", ("o",), "Override", "Choose another pace, with a reason", "Score", "score", "override", rank=5
    ),
    Action(
        "score.verdict",
        ("v",),
        "Verdict",
        "Read the whole verdict, with all its reasons and warnings",
        "Score",
        "score",
        "read_verdict",
        rank=6,
    ),
    Action(
        "score.workshop",
        ("W",),
        "Workshop",
        "Let several people score the project together, each with a hidden vote",
        "Score",
        "score",
        "workshop",
        rank=7,
    ),
)
