"""Commands about the verdict: score (answer, what-if, print) and override."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.failing import NO, each
from paceplan.cli.output import as_json, badge, narrate, say
from paceplan.cli.parameters import json_option, today_option
from paceplan.cli.resolving import Subject, is_file, project_id, subject
from paceplan.core.rule import PACES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paceplan.cli.invocation import Invocation
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

    Answer = tuple[Callable[..., Project], dict[str, Any]]

_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@click.command("score")
@click.argument("words", metavar="PROJECT... [DIMENSION=0..3|GATE=yes|no]...", nargs=-1, required=True)
@click.option("--if", "what_if", metavar="ANSWER", multiple=True, help="What the verdict would be; nothing is saved.")
@click.option("--why", metavar="TEXT", help="The reason for the answers given.")
@click.option("--expect", type=click.Choice(PACES), help="Exit with 1 where the verdict is another.")
@json_option
@click.pass_obj
def score_command(
    invocation: Invocation, words: tuple[str, ...], what_if: tuple[str, ...], why: str | None, expect: str | None,
    in_json: bool,
) -> int:  # fmt: skip
    """Answer questions and print the verdict.

    Without answers it only prints. PROJECT is an id, a part of a name, or the path of a project file, which is only
    read. With --json every verdict is one line.

    \b
    Example:
      paceplan score "Knowledge search" data-maturity=2 regulated-decision=no
      paceplan score "Knowledge search" --if business-impact=3
      paceplan score plans/*.toml --json
    """
    names = [word for word in words if is_file(word) or "=" not in word]
    answers = [word for word in words if word not in names]
    _check_use(names, answers, what_if, why)
    if answers:
        _save(invocation, names[0], answers, why)
    shown: list[str | None] = []

    def show(name: str) -> None:
        found = subject(invocation, name)
        if what_if:
            found = _supposing(found, what_if)
        pace = found.verdict.pace
        if in_json:
            as_json(score_document(found), one_line=True)
        else:
            _print(found, what_if, first=not shown)
        shown.append(pace)

    code = each(names, show)
    if not code and expect and any(pace != expect for pace in shown):
        if len(shown) == 1:
            narrate(f"Expected {badge(expect)}, but it is {badge(shown[0])}.")
        else:
            narrate(f"Expected {badge(expect)} of all; {sum(p != expect for p in shown)} of {len(shown)} are not.")
        code = NO
    return code


def _check_use(names: list[str], answers: list[str], what_if: Sequence[str], why: str | None) -> None:
    if not names:
        raise click.UsageError("name a PROJECT to score")
    if answers and len(names) > 1:
        raise click.UsageError("answers are for one PROJECT at a time; quote a name that has spaces")
    if answers and what_if:
        raise click.UsageError("give answers to save, or --if to try some without saving, not both")
    if why is not None and not answers:
        raise click.UsageError("--why is the reason for answers; give some, such as data-maturity=2")


def _save(invocation: Invocation, name: str, words: Sequence[str], why: str | None) -> None:
    """Record all answers as one change."""
    from paceplan.session import Step

    meant = project_id(invocation, name)
    session = invocation.changing
    loaded = session.loaded(session.project(meant).playbook)
    steps = [
        Step(action, meant, {**args, "why": why, "digest": loaded.digest})
        for action, args in (_answer(loaded.playbook, word) for word in words)
    ]
    done = session.do_all(steps)
    said = ", ".join(word.replace("=", " ", 1) for word in words)
    verdict = session.verdict(meant)
    now = f"verdict now {verdict.pace}" if verdict.pace else f"verdict still open: {' or '.join(verdict.possible)}"
    narrate(f"Scored {said}; {now}." if done.entry else f"{said}: answered so already; nothing changed.")


def _answer(playbook: Playbook, word: str) -> Answer:
    """Return the action, and its arguments, that `QUESTION=ANSWER` asks for; raises `Refused`."""
    from paceplan.core import scoring
    from paceplan.core.errors import Refused

    question, _, value = word.partition("=")
    if question in playbook.gates:
        if value.casefold() not in _YES_NO:
            raise Refused(f"gates.{question}: '{value}' is not an answer; give yes or no", ("gates", question))
        return scoring.answer, {"gate": question, "value": _YES_NO[value.casefold()]}
    if question in playbook.dimensions:
        if value not in ("0", "1", "2", "3"):
            raise Refused(f"scores.{question}: '{value}' is not a score; give 0, 1, 2 or 3", ("scores", question))
        return scoring.score, {"dimension": question, "value": int(value)}
    raise Refused(_no_question(playbook, question))


def _no_question(playbook: Playbook, question: str) -> str:
    for list_id, checklist in playbook.checklists.items():
        for item_id, item in checklist.items.items():
            if item.artifact == question:
                return f"'{question}' is an artifact; once in hand, 'paceplan tick PROJECT {list_id}.{item_id}' says so"
    has = ", ".join((*playbook.dimensions, *playbook.gates))
    return f"playbook '{playbook.id}' has no dimension or gate '{question}'; it has {has}"


def _supposing(found: Subject, words: Sequence[str]) -> Subject:
    project = found.project
    for action, args in (_answer(found.playbook, word) for word in words):
        project = action(project, found.playbook, **args)
    return found._replace(project=project)


def score_document(found: Subject) -> dict[str, Any]:
    """Return what `score --json` says of one project."""
    return {"project": found.project.name, "playbook": found.playbook.id} | found.verdict.as_json()


def _print(found: Subject, what_if: Sequence[str], *, first: bool) -> None:
    from paceplan.cli.verdict_text import print_verdict

    if not first:
        say()
    supposed = f", if {', '.join(what_if)}" if what_if else ""
    say(f"{found.project.name} ({found.playbook.id}){supposed}")
    print_verdict(found)


@click.command("override")
@click.argument("project")
@click.argument("pace", required=False, type=click.Choice(PACES))
@click.option("--why", metavar="TEXT", help="The reason; an override needs one.")
@click.option("--clear", is_flag=True, help="Take the override away.")
@today_option
@click.pass_obj
def override_command(invocation: Invocation, project: str, pace: str | None, why: str | None, clear: bool) -> None:
    """Choose a pace of your own, which stands beside the verdict.

    \b
    Example:
      paceplan override "Knowledge search" hybrid --why "Legal asks for shadow mode first"
      paceplan override "Knowledge search" --clear
    """
    from paceplan.core import scoring

    if clear == (pace is not None):
        raise click.UsageError("give a PACE, or --clear to take the override away")
    if pace and why is None:
        raise click.UsageError("an override needs a reason: add --why TEXT")
    meant = project_id(invocation, project)
    session = invocation.changing
    by = {"by": session.author, "on": invocation.today, "why": why} if pace else {}
    done = session.do(scoring.override, meant, pace=pace, **by)
    verdict, name = session.verdict(meant), session.project(meant).name
    if done.entry is None:
        narrate(f"{name}: nothing changed.")
    elif pace:
        narrate(f"{name} now runs as {badge(pace)}; the verdict stays {badge(verdict.pace)}.")
    else:
        narrate(f"{name} follows the verdict again: {badge(verdict.pace)}.")
