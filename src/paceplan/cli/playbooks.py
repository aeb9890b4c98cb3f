"""The commands on playbooks: list, show, check, copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paceplan.cli.failing import each
from paceplan.cli.output import as_json, badge, field, narrate, say, table
from paceplan.cli.parameters import json_option
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.playbook import PaceInfo, Playbook
    from paceplan.playbooks.catalogue import Loaded


@click.group("playbook")
def playbook_command() -> None:
    """List, show, check and copy the methods.

    A file in the playbooks folder (PACEPLAN_PLAYBOOKS, or "playbooks" in the settings folder) is a playbook of
    your own.

    \b
    Example:
      paceplan playbook show ai
    """


@playbook_command.command("list")
@json_option
@click.pass_obj
def list_command(invocation: Invocation, in_json: bool) -> None:
    """List the playbooks at hand, your own among them.

    \b
    Example:
      paceplan playbook list
    """
    books = invocation.catalogue.all()
    problems = invocation.catalogue.problems
    if in_json:
        described = [
            {
                "id": i, "name": b.playbook.name, "summary": b.playbook.summary, "rule": b.playbook.rule.kind,
                "shipped": b.shipped, "origin": b.origin, "digest": b.digest,
            }
            for i, b in books.items()
        ]  # fmt: skip
        as_json({"playbooks": described})
    else:
        rows = [[i, b.playbook.name, b.playbook.rule.kind, _origin(b)] for i, b in books.items()]
        table([["ID", "NAME", "RULE", "FROM"], *rows], widest=60)
    for problem in problems:
        narrate(problem)


def _origin(loaded: Loaded) -> str:
    return "built in" if loaded.shipped else loaded.origin


def _loaded(invocation: Invocation, playbook_id: str) -> Loaded:
    found = invocation.catalogue.get(playbook_id)
    if found is None:
        for problem in invocation.catalogue.problems:
            narrate(problem)
        raise Refused(f"no playbook '{playbook_id}'; there are {', '.join(invocation.catalogue.all())}")
    return found


@playbook_command.command("show")
@click.argument("playbook_id", metavar="ID")
@json_option
@click.pass_obj
def show_command(invocation: Invocation, playbook_id: str, in_json: bool) -> None:
    """Show a playbook: its paces, questions, artifacts, checklists and phases.

    \b
    Example:
      paceplan playbook show ai --json
    """
    loaded = _loaded(invocation, playbook_id)
    book = loaded.playbook
    if in_json:
        as_json(book.model_dump(mode="json", by_alias=True, exclude_none=True) | {"digest": loaded.digest})
        return
    say(f"{book.name} ({book.id})")
    field("", book.summary.splitlines())
    _print_paces(book)
    _print_questions(book)
    for checklist in book.checklists.values():
        say(f"\n{checklist.name}")
        field("", (f"{item.name}  ({item_id})" for item_id, item in checklist.items.items()))
    say("\nPhases of a marathon")
    field("", (f"{p.name}, months {p.start}-{p.end}  ({i})" for i, p in book.phases.items()))
    if book.scenarios:
        say("\nTemplates")
        field("", (f"{s.name}: {s.pace}  ({i})" for i, s in book.scenarios.items()))
    field("\nfrom", [_origin(loaded)])
    field("digest", [loaded.digest])


def _print_paces(book: Playbook) -> None:
    say("\nPaces")
    for pace, info in book.paces.items():
        field("", [f"{badge(pace)}  {_length(info)}", f"  {info.summary}"])


def _length(info: PaceInfo) -> str:
    chosen = "; only by override" if info.override_only else ""
    limits = f"{info.min}-{info.max}" if info.max else f"{info.min} and more"
    return f"{limits} {info.unit}, usually {info.usual}{chosen}"


def _print_questions(book: Playbook) -> None:
    if book.dimensions:
        say("\nDimensions, scored 0 to 3")
    for question, dimension in book.dimensions.items():
        field("", [f"{dimension.name}  ({question}; high favours a {dimension.favours})"])
        field("", (f"  {level}  {text}" for level, text in enumerate(dimension.levels)))
    if book.gates:
        say("\nGates, answered yes or no")
    for question, gate in book.gates.items():
        field("", [f"{gate.name}  ({question}; {'yes' if gate.on else 'no'} forces a {gate.forces})"])
    if book.artifacts:
        say("\nArtifacts")
    field("", (f"{a.name}  ({i}{'; blocks a start' if a.blocks else ''})" for i, a in book.artifacts.items()))


@playbook_command.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def check_command(files: tuple[str, ...]) -> int:
    """Check playbook files: format, rule and every reference.

    \b
    Example:
      paceplan playbook check my-method.toml
    """
    from paceplan.config.files import read_file
    from paceplan.playbooks.catalogue import MAX_BYTES, parse

    def check(file: str) -> None:
        book = parse(read_file(file, MAX_BYTES), file).playbook
        questions = f"{len(book.dimensions)} dimensions, {len(book.gates)} gates"
        say(f"{file}: playbook '{book.id}' is in order ({questions}, {len(book.phases)} phases)")

    return each(files, check)


@playbook_command.command("copy")
@click.argument("playbook_id", metavar="ID")
@click.argument("file")
@click.option("--force", is_flag=True, help="Overwrite FILE where it exists.")
@click.pass_obj
def copy_command(invocation: Invocation, playbook_id: str, file: str, force: bool) -> None:
    """Copy a playbook into a file, to be changed.

    \b
    Example:
      paceplan playbook copy ai my-method.toml
    """
    from pathlib import Path

    from paceplan.config.files import read_file, write_file
    from paceplan.playbooks.catalogue import MAX_BYTES, shipped_file

    loaded = _loaded(invocation, playbook_id)
    data = shipped_file(playbook_id).read_bytes() if loaded.shipped else read_file(loaded.origin, MAX_BYTES)
    target = Path(file) / f"{playbook_id}.toml" if Path(file).is_dir() else Path(file)
    write_file(target, data, force=force)
    narrate(f"Copied playbook '{playbook_id}' to {target}; with the same id it would take the place of this one.")
