"""A project from its TOML file."""

from __future__ import annotations

import tomllib
from codecs import BOM_UTF8
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from paceplan.core.check import check
from paceplan.core.project import FORMAT, Project
from paceplan.core.text import nearest
from paceplan.importing.located import Path, line_of, lines_of, located, path_of, plain

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook

MAX_BYTES = 2_000_000


class BadFile(ValueError):  # noqa: N818 - a bad file is what it is about
    """A file that holds no usable project; `problems` has one located line for each thing wrong, all at once."""

    def __init__(self, origin: str, problems: list[str]) -> None:
        super().__init__("\n".join(f"{origin}: {problem}" for problem in problems))
        self.origin = origin
        self.problems = problems


def read(data: bytes, origin: str, playbook: Callable[[str], Playbook | None], known: list[str]) -> Project:
    """Return the project in `data`; `playbook` finds one by id, `known` are the ids there are.

    Raises `BadFile` with every problem found: of the TOML, of keys and values, and of their meaning to the playbook.
    """
    if len(data) > MAX_BYTES:
        raise BadFile(origin, [f"{len(data):,} bytes; a project file has at most {MAX_BYTES:,}"])
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise BadFile(origin, [f"byte {error.start}: not text in UTF-8; a project is a TOML text file"]) from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(origin, [f"not TOML: {error}"]) from None
    except RecursionError:
        raise BadFile(origin, ["nested too deeply to be a project"]) from None
    except ValueError:  # Python's own limit, which the parser lets through
        raise BadFile(origin, ["a number in it has thousands of digits"]) from None
    given = content.get("format")
    if isinstance(given, str) and given != FORMAT and given.startswith("paceplan/"):
        raise BadFile(origin, [f"format: '{given}' is of another version; this one reads '{FORMAT}'"])
    return validated(content, text, origin, playbook, known)


def validated(
    content: dict[str, Any], text: str, origin: str, playbook: Callable[[str], Playbook | None], known: list[str]
) -> Project:
    """Return the project that the parsed `content` holds, or raise `BadFile`; `text` gives line numbers."""
    lines: dict[Path, int] = {}
    problems: list[tuple[int, str]] = []

    def report(path: Path, message: str) -> None:
        lines.update({} if lines else lines_of(text))  # looked for only where something is wrong
        number = line_of(path, lines)
        problems.append((number or 0, located(path, message, number)))

    project: Project | None = None
    try:
        project = Project.model_validate(content)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path = path_of(detail)
            hint = nearest(path[-1], _keys_at(path[:-1])) if detail["type"] == "extra_forbidden" and path else ""
            report(path, plain(detail) + hint)
    if "deleted" in content:
        # Only the workspace knows deleted projects: one from a file would come in unseen.
        report(("deleted",), "unknown key 'deleted'")
    book_id = content.get("playbook")
    book = playbook(book_id) if isinstance(book_id, str) else None
    if isinstance(book_id, str) and book is None:
        report(("playbook",), f"no playbook '{book_id}'{nearest(book_id, known)}; known are {', '.join(known)}")
    if book is not None:
        for problem in check(project or _answers_only(content), book):
            report(problem.path, problem.message)
    if problems or project is None:
        raise BadFile(origin, list(dict.fromkeys(message for _, message in sorted(problems, key=lambda p: p[0]))))
    return project


def _answers_only(content: dict[str, Any]) -> Project:
    """Return what of a broken file can still be held against its playbook, so that its problems come at once."""
    usable: dict[str, Any] = {"format": FORMAT, "name": "-", "playbook": "x"}
    for key, field in Project.model_fields.items():
        if key in content and key not in usable and field.annotation is not None:
            try:
                trial = Project.model_validate(usable | {key: content[key]})
            except ValidationError:
                continue
            usable[key] = content[key]
            del trial
    for collection in ("scores", "gates", "artifacts"):
        if isinstance(content.get(collection), dict) and collection not in usable:
            filler: Any = {"score": 0} if collection == "scores" else True
            ids = {k: filler for k in content[collection] if isinstance(k, str)}
            try:
                Project.model_validate(usable | {collection: ids})
            except ValidationError:
                continue
            usable[collection] = ids
    return Project.model_validate(usable)


def _keys_at(path: Path) -> list[str]:
    """Return the keys that the format knows at `path`, as far as they are fixed."""
    model: Any = Project
    for key in path:
        fields = getattr(model, "model_fields", {})
        field = fields.get(key)
        if field is None:
            continue
        model = _model_in(field.annotation) or model
    return [field.alias or name for name, field in getattr(model, "model_fields", {}).items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _model_in(inner):
            return found
    return None
