"""The short dialogues around making and keeping projects: new, copy, rename, import, and dates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from paceplan.config.identity import new_id
from paceplan.core import keeping
from paceplan.tui.glyphs import badge
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.work import Work

if TYPE_CHECKING:
    from paceplan.core.project import Project
    from paceplan.playbooks.catalogue import Catalogue
    from paceplan.tui.screens.page import Page

BLANK = "-"


def start_new(page: Page) -> None:
    """Playbook, then template, then name: the way to a new project, which then opens on its Score tab.

    Giving up at one of them goes back to the one before.
    """
    _ask_method(page)
    for problem in page.context.session.catalogue.problems:
        page.app.notify(problem, title="Playbook", severity="warning", markup=False)


def _ask_method(page: Page, current: str | None = None) -> None:
    books = page.context.session.catalogue.all()
    choices = [Choice(i, b.playbook.name, i, b.playbook.summary) for i, b in books.items()]

    def chosen(book_id: str | None) -> None:
        if book_id is not None:
            _ask_template(page, book_id)

    glyphs = page.context.glyphs
    page.app.push_screen(ChooseScreen("New project: which method?", choices, glyphs, current=current), chosen)


def _ask_template(page: Page, book_id: str, current: str | None = None) -> None:
    book, glyphs = page.context.session.catalogue.all()[book_id].playbook, page.context.glyphs
    blank = Choice(BLANK, "Blank", "every answer open", "Start with no answer given: score it question by question.")
    scenarios = [Choice(i, s.name, badge(s.pace, glyphs), s.text or s.why) for i, s in book.scenarios.items()]

    def chosen(template: str | None) -> None:
        if template is None:
            _ask_method(page, book_id)
        else:
            _ask_name(page, book_id, template)

    title = f"{book.name}: start from"
    page.app.push_screen(ChooseScreen(title, [blank, *scenarios], glyphs, current=current), chosen)


def _ask_name(page: Page, book_id: str, chosen: str) -> None:
    from paceplan.tui.screens.project import ProjectScreen

    fresh, template = new_id(), None if chosen == BLANK else chosen
    digest = page.context.session.loaded(book_id).digest

    def submit(text: str) -> str | None:
        return page.attempt(
            page.context.session.do, keeping.create, fresh, playbook_id=book_id, id=fresh, name=text, template=template,
            start=page.context.today, digest=digest,
        )  # fmt: skip

    def opened(text: str | None) -> None:
        if text is None:
            _ask_template(page, book_id, chosen)
        else:
            page.app.push_screen(ProjectScreen(page.context, fresh))

    page.app.push_screen(AskScreen("What is the project called?", submit=submit), opened)


def ask_new_name(page: Page, project_id: str | None) -> None:
    """Give a project another name."""
    if project_id is None:
        return
    row = page.context.session.row(project_id)
    name = str(row["name"]) if row else ""

    def submit(text: str) -> str | None:
        return page.attempt(page.context.session.do, keeping.rename, project_id, name=text)

    page.app.push_screen(AskScreen("Another name", value=name, submit=submit))


def ask_copy(page: Page, project_id: str | None, then: Callable[[str], None]) -> None:
    """Copy a project under another name; `then` hears its id."""
    if project_id is None:
        return
    source, fresh = page.context.session.project(project_id), new_id()

    def submit(text: str) -> str | None:
        return page.attempt(page.context.session.do, keeping.copy, fresh, source=source, id=fresh, name=text)

    screen = AskScreen("What is the copy called?", value=keeping.copied(source.name), submit=submit)
    page.app.push_screen(screen, lambda text: then(fresh) if text is not None else None)


def ask_import(page: Page) -> None:
    """Read a project from a file that the user names."""
    context = page.context

    def submit(text: str) -> str | Work:
        if not text.strip():
            return "Give the path of a project file (.toml)."
        path, catalogue = Path(text.strip()).expanduser(), context.session.catalogue
        known = list(catalogue.all())  # all of them are read now: the thread only looks them up
        return Work(context, f"Reading {path.name}", lambda told: _read(path, catalogue, known), placed)

    def placed(project: Project | str) -> str | None:
        if isinstance(project, str):
            return project
        project_id = project.id or new_id()
        content = project.model_copy(update={"id": project_id})
        return page.attempt(context.session.do, keeping.place, project_id, content=content)

    page.app.push_screen(
        AskScreen(
            "Import which file?",
            hint="A paceplan project file (.toml)",
            submit=submit,
            placeholder="path/to/project.toml",
        )
    )


def _read(path: Path, catalogue: Catalogue, known: list[str]) -> Project | str:
    """Return the project in a file, or what is wrong with it."""
    from paceplan.config.files import FileProblem, read_file
    from paceplan.importing.project_toml import MAX_BYTES, BadFile, read

    try:
        return read(read_file(path, MAX_BYTES), path.name, catalogue.playbook, known)
    except FileProblem as problem:
        return str(problem)
    except BadFile as bad:
        shown = "\n".join(bad.problems[:8])
        return shown if len(bad.problems) <= 8 else f"{shown}\nand {len(bad.problems) - 8} more"
