"""The user's own keys: read, checked, and in force on key bar, palette, help and keyboard."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tui.conftest import KNOWLEDGE, Shown, named, themes
from tests.tui.test_actions import TOGETHER
from textual.containers import VerticalScroll
from textual.keys import _character_to_key
from textual.widget import Widget
from textual.widgets import Input, TextArea

import paceplan.tui
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui import in_force
from paceplan.tui.actions import ACTIONS, BY_ID, of_scope
from paceplan.tui.actions.key_names import key_word, name_of, not_for_actions, parse_key
from paceplan.tui.actions.together import TABS, together, with_focused
from paceplan.tui.app import PaceplanApp
from paceplan.tui.context import Context
from paceplan.tui.in_force import put_in_force
from paceplan.tui.keymap import NO_KEYMAP, Keymap, read
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.help import HelpScreen
from paceplan.tui.screens.project import TABS as SHOWN_TABS
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.widgets.project_list import ProjectList


def keymap(tmp_path: Path, text: str) -> Keymap:
    file = tmp_path / "keymap.toml"
    file.write_text(text, encoding="utf-8")
    return read(file)


def problems(tmp_path: Path, text: str) -> list[str]:
    """Return what is wrong with a file, without its path."""
    found = keymap(tmp_path, text)
    assert all(said.startswith(f"{found.file}: ") for said in found.problems)
    return [said.removeprefix(f"{found.file}: ") for said in found.problems]


# Keys by name


@pytest.mark.parametrize("character", [chr(code) for code in range(0x21, 0x7F)] + list("éßж東"))
def test_a_character_is_the_key_that_the_screens_hear(character: str) -> None:
    assert name_of(character) == _character_to_key(character)
    assert parse_key(character) == (name_of(character), "")
    assert key_word(name_of(character)) == character


def test_every_key_of_the_registry_is_one_and_reads_as_it_is_written() -> None:
    for action in ACTIONS:
        for key in action.keys:
            assert parse_key(key) == (key, ""), action.id
            assert parse_key(key_word(key)) == (key, ""), action.id


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("F5", "f5"), ("Ctrl+E", "ctrl+e"), ("ctrl + e", "ctrl+e"), ("Esc", "escape"), ("Space", "space"),
        ("shift+f5", "shift+f5"), ("Shift+Alt+Up", "alt+shift+up"), ("alt+x", "alt+x"),
        ("question_mark", "question_mark"), ("+", "plus"), (" ", "space"), ("del", "delete"), ("PgUp", "pageup"),
    ],
)  # fmt: skip
def test_keys_as_people_write_them(written: str, key: str) -> None:
    assert parse_key(written) == (key, "")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "is no key"), ("nn", "is no key"), ("ctl+x", "'ctl' is not ctrl, alt or shift"), ("f13", "is no key"),
        ("ctrl+1", "no key that a terminal sends"), ("ctrl++", "no key that a terminal sends"),
        ("ctrl+i", "same as Tab"),
        ("ctrl+m", "same as Enter"), ("ctrl+h", "same as Backspace"), ("shift+n", "written as the character"),
        ("hyper+f1", "is no key"), ("\x1b", "is no key"), ("ctrl+", "is no key"), ("😀😀", "is no key"),
    ],
)  # fmt: skip
def test_nonsense_says_why(written: str, why: str) -> None:
    key, said = parse_key(written)
    assert key == ""
    assert why in said


@given(st.text(max_size=12))
def test_whatever_is_written_is_a_key_or_has_a_reason(written: str) -> None:
    key, why = parse_key(written)
    assert bool(key) != bool(why)
    assert not key or parse_key(key) == (key, "")


@pytest.mark.parametrize("field", [Input, TextArea])
def test_a_field_keeps_the_keys_that_it_needs(field: type[Widget]) -> None:
    found = {key for key in field._merged_bindings.key_to_bindings if parse_key(key) == (key, "")}  # type: ignore[union-attr]
    modified = {key for key in found if (key.count("+") and not key.startswith("ctrl+")) or "+" in key[5:]}
    assert {key for key in found - modified if not not_for_actions(key, "dialogue")} <= {
        "ctrl+left", "ctrl+right", "ctrl+pageup", "ctrl+pagedown", "ctrl+backspace",
    }  # fmt: skip


def test_the_scopes_in_force_at_once() -> None:
    assert set(together(ACTIONS)) == set(TOGETHER)
    assert set(SHOWN_TABS) <= set(TABS)


# The file


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    found = read(tmp_path / "none.toml")
    assert (found.changed, found.problems) == ({}, ())


def test_three_ways_to_write_the_same(tmp_path: Path) -> None:
    for text in ('portfolio.new = "f5"', '"portfolio.new" = ["f5"]', '[portfolio]\nnew = "F5"'):
        found = keymap(tmp_path, text)
        assert (dict(found.changed), found.problems) == ({"portfolio.new": ("f5",)}, ()), text


def test_each_fault_is_named_by_its_line_and_the_rest_holds(tmp_path: Path) -> None:
    text = (
        '# mine\n"score.whyy" = "w"\nportfolio.new = ["f5", "ctrl+1"]\npilot.tick = 3\nreview.yes = "j"\n'
        '[metrics]\nread = ["a", "b", "c", "d", "e", "f", "h"]\ntarget = "T "\nbaseline = []\n'
    )
    said = problems(tmp_path, text)
    assert [line.split(":")[0] for line in said] == ["line 2", "line 3", "line 4", "line 7", "line 5", "line 8"]
    for number, words in enumerate(
        ("no such action (did you mean 'score.why'?)", "'ctrl+1' is no key that a terminal sends",
         'expected a key such as "n"', "at most 6 keys, not 7",
         "'j' is also the key of list.down (Down) on the same screen",
         "'T' is also the key of theme (Theme) on the same screen")
    ):  # fmt: skip
        assert words in said[number]
    found = read(tmp_path / "keymap.toml")
    assert dict(found.changed) == {"portfolio.new": ("f5",), "metrics.baseline": ()}


def test_clashes_are_within_scopes_in_force_at_once(tmp_path: Path) -> None:
    assert problems(tmp_path, 'portfolio.sort = "n"') == [
        "line 1: portfolio.sort: 'n' is also the key of portfolio.new (New) on the same screen; "
        "give that one another key too"
    ]
    assert problems(tmp_path, 'score.why = "%"\npilot.tick = "%"\nagenda.done = "%"') == [], "never on one screen"
    assert problems(tmp_path, 'project.rename = "e"')[0].startswith("line 1: project.rename: 'e' is also the key of sc")
    assert problems(tmp_path, 'undo = "s"')[0].startswith("line 1: undo: 's' is also the key of ")
    assert problems(tmp_path, 'portfolio.sort = "%"\nportfolio.new = "%"') == [
        "line 2: portfolio.new: '%' is also the key of portfolio.sort (Sort) on the same screen; line 1 gives it that"
    ]


def test_two_actions_can_swap_their_keys(tmp_path: Path) -> None:
    found = keymap(tmp_path, 'portfolio.sort = "n"\nportfolio.new = "s"')
    assert (found.problems, dict(found.changed)) == ((), {"portfolio.sort": ("n",), "portfolio.new": ("s",)})


def test_what_loses_all_its_keys_has_its_own_again_and_that_may_clash_in_turn(tmp_path: Path) -> None:
    found = keymap(tmp_path, 'portfolio.sort = "n"\nportfolio.new = "n"')
    assert len(found.problems) == 2
    assert dict(found.changed) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a = ", "expected TOML"),
        (b"\xff", "line 1: expected text in UTF-8"),
        (b"x" * 300_000, "at most"),
        (b"undo = 'u'\nundo = 'x'", "expected TOML"),
    ],
)
def test_a_file_that_cannot_be_read_counts_for_nothing(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "keymap.toml"
    file.write_bytes(content)
    found = read(file)
    assert dict(found.changed) == {}
    assert len(found.problems) == 1
    assert said in found.problems[0]


KEYS = st.sampled_from(["n", "s", "e", "f5", "ctrl+e", "u", "?", "x", "j", "nonsense", "V"])
IDS = st.sampled_from([action.id for action in ACTIONS])


@settings(deadline=None)
@given(st.dictionaries(IDS, st.lists(KEYS, max_size=3), max_size=12))
def test_no_file_makes_a_key_mean_two_things(
    tmp_path_factory: pytest.TempPathFactory, given_: dict[str, list[str]]
) -> None:
    text = "".join(f'"{action}" = {keys!r}\n' for action, keys in given_.items())
    tomllib.loads(text)
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text, encoding="utf-8")
    found = read(file)
    for scopes in with_focused(ACTIONS):
        keys = [key for action in of_scope(*scopes) for key in found.keys(action)]
        assert len(keys) == len(set(keys))
    if not found.problems:
        assert {action: list(dict.fromkeys(keys)) for action, keys in given_.items()} == {
            action: [key_word(key).lower() if key == "f5" else "?" if key == "question_mark" else key for key in keys]
            for action, keys in found.changed.items()
        }


# On the screen


@asynccontextmanager
async def with_keys(session: Session, found: Keymap, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Shown]:
    app = PaceplanApp(Context(session, DAY, "plans", keymap=found), themes())
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        shown = Shown(app, pilot, session)
        await shown.settle()
        yield shown


async def test_the_users_keys_work_and_show_everywhere_and_the_old_ones_do_not(
    samples: Session, tmp_path: Path
) -> None:
    found = keymap(
        tmp_path,
        'portfolio.new = "f5"\nportfolio.open = "%"\nhelp = "f11"\n\n'
        '[score]\nwhy = "w"\n0 = "&"\n[project]\npilot = "("\nagenda = []\nback = ")"\n',
    )
    assert found.problems == ()
    async with with_keys(samples, found) as shown:
        assert "F5 New" in shown.keys
        await shown.press("n")
        assert shown.app.screen is shown.page
        await shown.press("f5")
        assert isinstance(shown.app.screen, ChooseScreen)
        await shown.press("escape", "%")
        assert isinstance(shown.page, ProjectScreen), "an action without a key of its own can have one"
        await shown.press("f11")
        assert isinstance(shown.app.screen, HelpScreen)
        assert "w Why Write why" in shown.flat
        await shown.press("f11")
        assert shown.app.screen is shown.page
        shown.app.push_screen(ProjectScreen(shown.app.context, KNOWLEDGE))
        await shown.settle()
        assert "w Why" in shown.keys
        assert "& Score" in shown.keys, "0-3 holds no longer"
        await shown.press("&")
        assert shown.project().scores["risk-compliance"].score == 0
        await shown.press("k", "w")
        assert isinstance(shown.app.screen, AskScreen)
        await shown.press("escape", "(")
        assert isinstance(shown.page, ProjectScreen)
        assert shown.page.pane
        assert shown.page.pane.SCOPE == "pilot"
        commands = {str(c.title): str(c.help) for c in shown.app.get_system_commands(shown.page)}
        assert commands["Pilot"].startswith("(   ")
        assert commands["Agenda"].startswith("See what is late")
        before = shown.page
        await shown.press("w")
        assert shown.page is before


async def test_the_search_of_the_help_finds_actions_of_all_screens(samples: Session) -> None:
    async with with_keys(samples, NO_KEYMAP) as shown:
        await shown.press("?", "slash", *"shift phase")
        assert "Elsewhere: roadmap" in shown.text
        assert "Moving about" not in shown.text
        await shown.press(*" zzz")
        assert "Nothing matches 'shift phase zzz'." in shown.text
        await shown.press("escape")
        assert "Moving about" in shown.text
        await shown.press("escape")
        assert shown.app.screen is shown.page


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
async def test_the_help_keeps_to_its_box_and_its_last_line_shows(samples: Session, size: tuple[int, int]) -> None:
    async with with_keys(samples, NO_KEYMAP, size) as shown:
        for keys in (("?",), ("slash",), ("e",)):
            await shown.press(*keys)
            assert "/ searches all" in shown.text, keys
            assert shown.app.screen.query_one("#help").region.bottom <= size[1]


async def test_a_click_on_a_line_of_the_help_does_it(samples: Session) -> None:
    async with with_keys(samples, NO_KEYMAP, (60, 18)) as shown:
        await shown.click_text("? Help")
        await shown.press("slash", *"sort by the next", "enter")
        await shown.click_text("Sort by the next")
        assert shown.app.screen is shown.page
        assert "name ↑" in shown.text
        await shown.click_text("? Help")
        await shown.click_text("/ searches")
        await shown.press(*"archived")
        await shown.click_text("Esc closes")
        await shown.click_text("Esc closes")
        assert shown.app.screen is shown.page
        await shown.click_text("? Help")
        await shown.press("slash", *"write why it is answered", "enter")
        await shown.click_text("Write why it is")
        assert isinstance(shown.app.screen, HelpScreen), "what is of another screen is only told"


# Keys of lists and dialogues


def test_keys_of_lists_are_held_against_those_of_every_screen(tmp_path: Path) -> None:
    said = problems(
        tmp_path, 'list.down = "n"\ndialogue.take = "x"\nlist.up = "3"\nlist.choose = []\ncalendar.left = "u"'
    )
    assert [line.split(":")[0] for line in said] == ["line 3", "line 4", "line 2", "line 1", "line 5"]
    for number, words in enumerate(
        ("'3' takes a choice by its number", "needs a key; the palette does not", "'x' is for the field of a dialogue",
         "'n' is also the key of portfolio.new (New) on the same screen", "'u' is also the key of undo (Undo)")
    ):  # fmt: skip
        assert words in said[number]
    assert dict(read(tmp_path / "keymap.toml").changed) == {}
    assert problems(tmp_path, 'calendar.left = "%"\nscore.why = "%"') == [], "no calendar stands beside the scores"
    assert "list.down" in problems(tmp_path, 'workshop.all = "%"\nagenda.done = "j"')[0]
    assert problems(tmp_path, 'portfolio.new = "ctrl+s"') == [], "a dialogue is never beside the portfolio"
    assert "goes to the next place" in problems(tmp_path, 'list.down = "tab"')[0]


async def test_keys_of_lists_and_dialogues_are_the_users(samples: Session, tmp_path: Path) -> None:
    found = keymap(tmp_path, '[list]\ndown = ["Z", "down"]\nchoose = "%"\n[dialogue]\nleave = "f11"\n')
    assert found.problems == ()
    async with with_keys(samples, found) as shown:
        listed = shown.find(ProjectList)
        await shown.press("g", "Z", "Z")
        assert listed.cursor == 2
        await shown.press("j", "enter")
        assert (listed.cursor, shown.app.screen) == (2, shown.page)
        assert "% Open" in shown.keys
        await shown.press("n")
        assert isinstance(shown.app.screen, ChooseScreen)
        assert "% or its number takes it   F11 gives up" in shown.text
        await shown.press("Z", "escape")
        assert isinstance(shown.app.screen, ChooseScreen)
        await shown.click_text("F11 gives up")
        assert shown.app.screen is shown.page
        await shown.press("n", "Z", "%", "f11", "f11")
        assert shown.app.screen is shown.page
        await shown.press("?")
        assert "↑ Z ↓ k Move" in shown.flat
        assert "% Open what is under the cursor" in shown.flat
        await shown.press("f11", "%")
        assert isinstance(shown.page, ProjectScreen)


async def test_a_field_of_text_takes_by_the_users_key(samples: Session, tmp_path: Path) -> None:
    found = keymap(tmp_path, '"dialogue.take" = "ctrl+t"\n"dialogue.leave" = ["f11", "escape"]')
    assert found.problems == ()
    async with with_keys(samples, found) as shown:
        shown.app.push_screen(AskScreen("Why?", long=True))
        await shown.settle()
        assert "Ctrl+T takes it   F9 opens your editor   F11 gives up" in shown.text
        await shown.press("a", "ctrl+s", "f10")
        assert shown.answer == "a"
        await shown.press("ctrl+t")
        assert shown.app.screen is shown.page


async def test_what_is_read_scrolls_by_the_keys_of_a_list(samples: Session, tmp_path: Path) -> None:
    found = keymap(tmp_path, 'list.down = "Z"\nlist.last = "%"\nhelp = "f11"\nbox.close = "z"')
    assert found.problems == ()
    async with with_keys(samples, found, (80, 24)) as shown:
        await shown.press("f11", "Z", "Z")
        text = shown.app.screen.query_one(VerticalScroll)
        assert text.scroll_y == 2
        await shown.press("j", "%")
        assert text.scroll_y == text.max_scroll_y > 2
        await shown.press("home")
        assert text.scroll_y == 0
        await shown.press("q")
        assert isinstance(shown.app.screen, HelpScreen)
        await shown.press("z")
        assert shown.app.screen is shown.page


def test_every_action_has_words_for_its_keys() -> None:
    assert all(NO_KEYMAP.words(action) for action in ACTIONS)
    assert NO_KEYMAP.words(BY_ID["portfolio.open"]) == "Enter"
    assert Keymap({"list.choose": ("o",)}).shown(BY_ID["portfolio.open"]) == "o"
    assert Keymap({"portfolio.open": ("o",)}).words(BY_ID["portfolio.open"]) == "Enter  o"
    assert Keymap({"help": ()}).words(BY_ID["help"]) == ""


# Texts that name a key

SOURCES = sorted(p for p in Path(paceplan.tui.__file__).parent.rglob("*.py") if p.parent.name != "actions")


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a module, without its docstrings; of one with values in it, the parts between them."""
    tree = ast.parse(path.read_text("utf-8"))
    about = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about:
            yield node.value


def test_every_key_that_a_text_names_is_one_of_an_action() -> None:
    named = [
        (path.name, argument.value)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("key", "keys", "bound")
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant)
    ]
    named += [(path.name, id) for path in SOURCES for text in texts(path) for id in re.findall(r"\{([a-z.-]+)\}", text)]
    assert len(named) > 100
    assert [(name, id) for name, id in named if id not in BY_ID] == []


def test_no_text_has_a_default_key_written_into_it() -> None:
    """Of the words that name a key: `u takes it back`, `Esc closes`, `Space ticks`, `the Pilot tab (F3)`."""
    said = re.compile(
        r"(^|[ (:;.])(([b-zB-HJ-Z]|Space|Enter|a(?= adds| reads)|Esc) (again )?[a-z]{2,}s\b|F\d|0-3 [a-z]+s\b)"
    )
    found = [f"{path.name}: {text}" for path in SOURCES for text in texts(path) if said.search(text)]
    assert found == ["ask.py: Enter takes it", "workshop_asking.py:  is there already; Enter again writes over it"]


async def test_texts_name_the_keys_that_hold(empty: Session, tmp_path: Path) -> None:
    found = keymap(
        tmp_path,
        'undo = "%"\n[portfolio]\nnew = "Z"\narchived = "&"\nclear = "("\n[list]\nchoose = ")"\n'
        '[metrics]\nread = "f11"\n[project]\nmetrics = "$"\n[roadmap]\nbuild = []\n',
    )
    assert found.problems == ()
    async with with_keys(empty, found) as shown:
        assert "Z A new project" in shown.flat
        assert ") or a click opens" in shown.flat
        shown.app.push_screen(ProjectScreen(shown.app.context, named(empty, "New"), "roadmap"))
        await shown.settle()
        assert "Build (F12) lays one out" in shown.flat or "(F12) lays one out" in shown.flat
        assert "Metrics $" in shown.flat
        await shown.press("$")
        assert "No reading yet: F11 writes one down" in shown.flat
        await shown.press("escape", "escape", "&")
        assert "Nothing is archived. & shows the current projects." in shown.flat
        await shown.press("(", "slash", *"qqq")
        assert "( clears the filter." in shown.flat
    assert with_keys_of(NO_KEYMAP, "{undo} takes it back; {portfolio.open}") == "u takes it back; Enter"


def with_keys_of(found: Keymap, text: str) -> str:
    """Return a text with the keys of a keymap."""
    put_in_force(found)
    return in_force.with_keys(text)
