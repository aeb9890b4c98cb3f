"""The ground of the tabs People and Risks: entries of several kinds as one list, and one of them large beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.content import Content

from paceplan.tui.actions import BY_ID, of_scope
from paceplan.tui.context import Context
from paceplan.tui.in_force import keys
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.pane import Column, Pane
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.section_list import SectionList, SectionRow

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.tui.actions import Action

RHYTHMS = {"week": "Each week", "month": "Each month", "quarter": "Each quarter"}


class SectionsPane(Pane):
    """A list under headings and a panel; which actions fit a line follows from its kind."""

    FOCUS = "SectionList"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    SectionsPane #parts { height: 1fr; layout: vertical; }
    SectionsPane SectionList { height: 12; }
    SectionsPane Panel { height: 1fr; }
    .-two-panes SectionsPane #parts { layout: horizontal; }
    .-two-panes SectionsPane SectionList { width: 1fr; height: 1fr; }
    .-two-panes SectionsPane Panel { width: 50; border-left: solid $rule; }
    """
    FITS: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Action -> the kinds of lines that it is for; one that is not named is for all."""
    KINDS: ClassVar[Mapping[str, str]] = {}
    """Kind -> what it is called, with its article."""
    LEVELS: ClassVar[Mapping[str, tuple[str, Sequence[str]]]] = {}
    """Field with a level of 0 to 3 -> the question for it, and the words of its levels."""

    def __init__(self, context: Context, project_id: str, at: str = "") -> None:
        super().__init__(context, project_id)
        self._found: Any = None
        self._at = at
        self._showing = False
        """Other lines are being taken in: the panel follows once, after that."""
        # Kept rather than asked for: every key asks for them dozens of times.
        self.listed = SectionList(context.glyphs, id=f"{self.SCOPE}-list")
        self.panel = Panel(id=f"{self.SCOPE}-panel")

    def compose(self) -> ComposeResult:
        with Column(id="parts"):
            yield self.listed
            yield self.panel

    def on_mount(self) -> None:
        self.panel.show(self._draw)
        self.refresh_pane()
        self.listed.go_to(f"drill {self._at}")
        # Watched, not heard of: the panel and the keys change in the same frame as the cursor.
        self.watch(self.listed, "cursor", self._moved, init=False)

    def on_resize(self) -> None:
        wide, size = self.screen.has_class("-two-panes"), self.size
        self.listed.styles.height = "1fr" if wide else max(6, size.height * 9 // 20)
        self.panel.styles.width = max(50, min(96, size.width - 74)) if wide else "1fr"

    # What shows

    def now(self) -> tuple[Project, Playbook]:
        """Return the project as it is, with its playbook."""
        project = self.context.session.project(self.project_id)
        return project, self.context.session.playbook(project)

    @property
    def pace(self) -> str | None:
        """The pace at which the project runs."""
        return self.context.session.verdict(self.project_id).effective

    def gather(self) -> Any:
        """Return all that the tab shows, as it stands."""
        raise NotImplementedError

    @property
    def found(self) -> Any:
        """All that the tab shows, worked out once after each change."""
        if self._found is None:
            self._found = self.gather()
        return self._found

    def rows(self) -> list[SectionRow]:
        """Return the lines of the list."""
        raise NotImplementedError

    def page(self, row: SectionRow, width: int, height: int) -> list[Content]:
        """Return what is drawn of a line."""
        raise NotImplementedError

    def values(self, row: SectionRow) -> dict[str, str]:
        """Return what actions would change about a line, as it is now, by the action's id without its scope."""
        raise NotImplementedError

    def refresh_pane(self) -> None:
        self._found = None
        self._showing = True
        self.listed.show(self.rows())
        self._showing = False
        self.panel.redraw()

    @property
    def current(self) -> SectionRow | None:
        """The line under the cursor."""
        return self.listed.current

    def _draw(self, width: int, height: int | None) -> list[Content]:
        row = self.current
        return self.page(row, width, height or 16) if row else [Content("")]

    def _moved(self) -> None:
        if self._showing:
            return
        self.panel.redraw()
        self.screen.refresh_keys()  # type: ignore[attr-defined]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.chosen()

    def chosen(self) -> None:
        """Do what Enter does."""
        self.action_act(f"{self.SCOPE}.edit")

    # What can be done

    def fits(self, action_id: str) -> bool:
        kinds = self.FITS.get(action_id.partition(".")[2])
        return kinds is None or (self.current is not None and self.current.kind in kinds)

    def why_not(self, action_id: str) -> str | None:
        row = self.current
        kinds = self.FITS.get(action_id.partition(".")[2])
        if row is None:
            return None if kinds is None and not action_id.endswith(".edit") else "Nothing is under the cursor."
        if kinds is not None and row.kind not in kinds:
            meant = " or ".join(self.KINDS[kind] for kind in kinds)
            return f"That is for {meant}; this line is {self.KINDS[row.kind]}."
        return None

    def do(self, action: Any, **args: Any) -> str | None:
        """Do an action of the core on the project; return why it was refused."""
        return self.attempt(self.context.session.do, action, self.project_id, **args)

    def ask(
        self, title: str, submit: Callable[[str], str | None], *, value: str = "", hint: str = "", long: bool = False
    ) -> None:
        """Ask for text; what `submit` refuses stays to be mended."""
        self.app.push_screen(AskScreen(title, hint=hint, value=value, submit=submit, long=long))

    def choose(
        self, title: str, choices: Sequence[Choice], taken: Callable[[str], object], current: str | None = None
    ) -> None:
        """Ask for one of `choices`; `taken` hears of the one chosen."""

        def chosen(key: str | None) -> None:
            if key is not None:
                taken(key)

        self.app.push_screen(ChooseScreen(title, choices, self.context.glyphs, current=current), chosen)

    def choose_rhythm(self, taken: Callable[[str], object], current: str | None = None) -> None:
        """Ask how often something comes round."""
        self.choose("How often?", [Choice(i, name) for i, name in RHYTHMS.items()], taken, current)

    def add_named(self, title: str, action: Any, kind: str, hint: str = "", **args: Any) -> None:
        """Ask for the name of something new, make it, and put the cursor on it."""
        before = {row.id for row in self.rows()}

        def submit(text: str) -> str | None:
            refused = self.do(action, **args, **{"what" if kind == "message" else "name": text})
            if refused is None:
                self.go_to_new(before, kind)
            return refused

        self.ask(title, submit, hint=hint)

    def go_to_new(self, before: set[str], kind: str) -> None:
        """Put the cursor on the line of a kind that was not there before."""
        made = next((row.id for row in self.rows() if row.kind == kind and row.id not in before), None)
        if made:
            self.call_after_refresh(self.listed.go_to, made)

    # Levels

    def level_of(self, field: str) -> int:
        """Return the level that a field of the line has."""
        raise NotImplementedError

    def set_level(self, field: str, value: int) -> object:
        """Give a field of the line another level."""
        raise NotImplementedError

    def do_level(self, field: str, value: int) -> None:
        self.set_level(field, value)

    def do_nudge(self, field: str, by: int) -> None:
        value = max(0, min(3, self.level_of(field) + by))
        if value != self.level_of(field):
            self.set_level(field, value)

    def _choose_level(self, field: str) -> None:
        title, words = self.LEVELS[field]
        choices = [Choice(str(n), f"{n}  {word}") for n, word in enumerate(words)]
        self.choose(title, choices, lambda key: self.set_level(field, int(key)), str(self.level_of(field)))

    # Change whatever can be changed

    def do_edit(self) -> None:
        row = self.current
        if row is None:
            return
        values = self.values(row)
        choices = [
            Choice(key, name, aside=values.get(key.partition(".")[2], ""), text=text)
            for key, name, text in self._changes()
        ]
        if len(choices) == 1:
            self._change(choices[0].id)
        else:
            self.choose(f"{row.name}: what is to change?", choices, self._change)

    def _changes(self) -> list[tuple[str, str, str]]:
        """Return (id, name, words) of what can be changed about the line: levels once each, what takes away last."""
        found: dict[str, tuple[str, str, str]] = {}
        for action in self._fitting():
            if action.method in ("level", "nudge"):
                field = str(action.args[0])
                title = self.LEVELS[field][0]
                found.setdefault(field, (f"level.{field}", field.capitalize(), title))
            else:
                found[action.id] = (action.id, action.label, f"{action.tooltip} ({keys(action.id, joint=', ')})")
        return list(found.values())

    def _fitting(self) -> list[Action]:
        general = {f"{self.SCOPE}.{name}" for name in ("edit", "add", "read")}
        actions = [a for a in of_scope(self.SCOPE) if a.id not in general and self.why_not(a.id) is None]
        return sorted(actions, key=lambda a: a.method == "remove")

    def _change(self, key: str) -> None:
        if key.startswith("level."):
            self._choose_level(key.removeprefix("level."))
        else:
            self.action_act(BY_ID[key].id)
