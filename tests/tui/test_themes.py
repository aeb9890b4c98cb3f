"""Shipped themes can be read by everybody, and a user's theme file can break nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from textual.app import App
from textual.color import Color
from textual.theme import Theme
from textual.widgets import Button, Input, OptionList, Tabs

from paceplan.config import resources
from paceplan.tui.glyphs import ASCII, BADGE_WIDTH, UNICODE, Glyphs, badge, fit, meter
from paceplan.tui.themes import OWN_VARIABLES, ThemeError, Themes, load_theme, load_themes

FOLDER = Path(__file__).parents[2] / "themes"
THEMES, PROBLEMS = load_themes(FOLDER, None)
COLOURED = [theme for theme in THEMES.values() if not theme.ansi]  # a terminal's own colours cannot be computed
STRICT = {"projector", "contrast"}

SURFACES = ["background", "surface", "panel"]
CURSORS = ["block-cursor-background", "block-cursor-blurred-background"]
PACES = ["pace-sprint", "pace-hybrid", "pace-marathon"]
ACCENTS = ["primary", "secondary", "accent", "success", "warning", "error"]
ANYWHERE = ["foreground", "text-muted", "text-disabled", "foreground-muted", "foreground-disabled", "faint", "key"]
ON_ROWS = [*ANYWHERE, *PACES, "met", "missed", "today"]
TEXT = [
    *[(text, ground) for text in [*ON_ROWS, *ACCENTS, "link-color"] for ground in [*SURFACES, "surface-active"]],
    *[(text, ground) for text in ON_ROWS for ground in CURSORS],
    *[(pace, f"{pace}-bg") for pace in PACES],
    *[(f"text-{name}", ground) for name in ACCENTS for ground in [f"{name}-muted", *SURFACES]],
    *[
        ("button-color-foreground", f"{n}{s}")
        for n in ACCENTS[:1] + ACCENTS[3:]
        for s in ("", "-darken-1", "-darken-2")
    ],
    *[(f"footer-{part}", "footer-background") for part in ("foreground", "key-foreground", "description-foreground")],
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("foreground", "block-hover-background"),
    ("button-foreground", "surface"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("link-color-hover", "link-background-hover"),
    *[(f"markdown-h{n}-color", ground) for n in range(1, 7) for ground in SURFACES],
]
SHAPES = [*[("bar-done", ground) for ground in [*SURFACES, *CURSORS]], ("border", "background"), ("border", "surface")]

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB; the last takes all colour away.
SIGHT = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "no colour": ((0.2126, 0.7152, 0.0722),) * 3,
}


def linear(colour: Color) -> list[float]:
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized]


def luminance(colour: Color) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: Color, ground: Color) -> float:
    """WCAG 2 contrast ratio."""
    dark, light = sorted((luminance(text), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: list[float]) -> tuple[float, ...]:
    """A colour space in which distance is difference seen, from linear RGB."""
    red, green, blue = (min(1.0, max(0.0, c)) for c in rgb)
    lms = (
        0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
        0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
        0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
    )
    long, medium, short = (c ** (1 / 3) for c in lms)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def variables(theme: Theme) -> dict[str, str]:
    """What CSS sees, put together as the app does."""
    return OWN_VARIABLES | theme.to_color_system().generate() | theme.variables


def paint(value: str, ground: Color) -> Color:
    """The colour that `value` becomes on an opaque ground."""
    if value.startswith("auto"):
        return ground + ground.get_contrast_text(float(value.removeprefix("auto").strip("% ") or 100) / 100)
    return ground + Color.parse(value)


def in_256(colour: Color) -> Color:
    """What a terminal with 256 colours, such as tmux by default, is sent instead."""
    return Color(*colour.rich_color.downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


def shortfalls(
    theme: Theme, pairs: list[tuple[str, str]], least: float, sent: Callable[[Color], Color] = lambda colour: colour
) -> list[str]:
    values, found = variables(theme), []
    for text, ground in pairs:
        under = paint(values[ground], paint(values["surface"], Color.parse(values["background"])))
        ratio = contrast(sent(paint(values[text], under)), sent(under))
        if ratio < least:
            found.append(f"{text} on {ground}: {ratio:.2f}")
    return found


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
def test_every_text_reaches_its_contrast(theme: Theme) -> None:
    assert shortfalls(theme, TEXT, 7 if theme.name in STRICT else 4.5) == []
    assert shortfalls(theme, SHAPES, 3) == []
    assert shortfalls(theme, TEXT, 4.5, in_256) == []


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
@pytest.mark.parametrize("sight", SIGHT)
def test_paces_differ_for_every_eye(theme: Theme, sight: str) -> None:
    seen = {}
    for pace in PACES:
        rgb = linear(Color.parse(variables(theme)[pace]))
        seen[pace] = oklab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in SIGHT[sight]])
    close = {pair: math.dist(seen[pair[0]], seen[pair[1]]) for pair in combinations(PACES, 2)}
    assert {pair: round(apart, 3) for pair, apart in close.items() if apart < 0.06} == {}


def test_the_shipped_themes_load_and_are_named_as_their_files() -> None:
    assert PROBLEMS == []
    assert {theme.name for theme in THEMES.values()} == {path.stem for path in FOLDER.glob("*.toml")}
    assert THEMES.keys() == {"dusk", "dawn", "projector", "contrast", "colour-blind", "mono"}


def test_themes_that_leave_the_own_variables_out_are_readable() -> None:
    own = [(name, ground) for name in ON_ROWS if name in OWN_VARIABLES for ground in SURFACES]
    own += [(pace, f"{pace}-bg") for pace in PACES]
    for dark in (True, False):
        theme = load_theme(f'name = "bare"\nprimary = "#336699"\ndark = {str(dark).lower()}', origin="bare.toml")
        assert shortfalls(theme, own, 4.5) == []


@pytest.mark.parametrize(
    ("body", "key", "expected"),
    [
        ('name = "x', "", "TOML"),
        ("a = " + "[" * 5000, "", "TOML"),
        ('primary = "red"', "name", "missing"),
        ('name = "x"', "primary", "missing"),
        ('name = "X y"\nprimary = "red"', "name", "a-z"),
        ('name = "x"\nprimary = "reddish"', "primary", "a colour"),
        ('name = "x"\nprimary = "$accent"', "primary", "a colour"),
        ('name = "x"\nprimary = "red\\n"', "primary", "a colour"),
        ('name = "x"\nprimary = "ansi_red"', "primary", "ansi = true"),
        ('name = "x"\nprimary = 3', "primary", "a colour"),
        ('name = "x"\nprimary = "red"\ndark = 1', "dark", "true or false"),
        ('name = "x"\nprimary = "red"\ntext_alpha = nan', "text_alpha", "0 to 1"),
        ('name = "x"\nprimary = "red"\nluminosity_spread = true', "luminosity_spread", "0 to 1"),
        ('name = "x"\nprimary = "red"\nprimry = "red"', "primry", "expected primary"),
        ('name = "x"\nprimary = "red"\nvariables = 3', "variables", "table"),
        (
            'name = "x"\nprimary = "red"\n[variables]\npace-sprnt = "red"',
            "variables.pace-sprnt",
            "expected pace-sprint",
        ),
        ('name = "x"\nprimary = "red"\n[variables]\nlink-style = "bold not"', "variables.link-style", "underline"),
        ('name = "x"\nprimary = "red"\n[variables]\nfaint = ["red"]', "variables.faint", "a colour"),
        ('name = "x"\nprimary = "red"\n[variables]\nmet = "\\u001b]52;c;QQ==\\u0007"', "variables.met", "a colour"),
    ],
)
def test_a_bad_theme_is_refused_by_file_key_and_expectation(body: str, key: str, expected: str) -> None:
    with pytest.raises(ThemeError) as caught:
        load_theme(body, origin="neon.toml")
    message = str(caught.value)
    assert message.startswith(f"neon.toml: {key}: " if key else "neon.toml: ")
    assert expected in message
    assert message.isprintable()


def test_one_message_for_each_bad_file_and_the_others_load(tmp_path: Path) -> None:
    (tmp_path / "neon.toml").write_text('name = "neon"\nprimary = "#ff00ff"\n', encoding="utf-8-sig")
    (tmp_path / "broken.toml").write_text('name = "broken"\nprimary = "?"\ndark = 7\n')
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "mine.toml").write_text('name = "dusk"\nprimary = "red"\n')
    (tmp_path / "twin.toml").write_text('name = "neon"\nprimary = "red"\n')
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "notes.txt").write_text("not a theme")
    themes, problems = load_themes(FOLDER, tmp_path)
    assert themes.keys() == THEMES.keys() | {"neon"}
    assert themes["dusk"] == THEMES["dusk"]
    assert themes["neon"].primary == "#ff00ff"
    assert [Path(problem.split(": ")[0]).name for problem in problems] == [
        "broken.toml", "bytes.toml", "mine.toml", "twin.toml",
    ]  # fmt: skip
    assert "the shipped dusk.toml" in problems[2]
    assert load_themes(FOLDER, tmp_path / "missing") == (THEMES, [])


def test_a_shipped_theme_is_read_alone_and_any_other_name_asks_for_all_files(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "neon"\nprimary = "#ff00ff"\n')
    (tmp_path / "broken.toml").write_text("name = 1")
    found = Themes(FOLDER, tmp_path)
    for name, theme in THEMES.items():
        assert found[name] == theme
    assert "_all" not in found.__dict__
    assert (found["neon"].primary, len(found.problems)) == ("#ff00ff", 1)
    assert [*found] == [*THEMES, "neon"]
    for strange in ("", "mine", "../themes/dusk", "nobody"):
        assert strange not in found


@pytest.mark.asyncio
async def test_every_theme_can_be_chosen() -> None:
    class Shown(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return OWN_VARIABLES

        def on_mount(self) -> None:
            self.mount(Input(placeholder="x"), Button("x"), OptionList("x"), Tabs("x"))

    terminal = load_theme('name = "terminal"\nprimary = "ansi_blue"\nansi = true', origin="terminal.toml")
    app = Shown()
    async with app.run_test() as pilot:
        for theme in [*THEMES.values(), terminal]:
            app.register_theme(theme)
            app.theme = theme.name
            await pilot.pause()
            assert app.theme_variables["pace-sprint"] == variables(theme)["pace-sprint"]


def test_data_folders_are_found_installed_and_beside_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "paceplan"
    (tmp_path / "themes").mkdir()
    package.mkdir(parents=True)
    monkeypatch.setattr(resources, "package_folder", lambda: package)
    with pytest.raises(FileNotFoundError, match="themes"):  # any folder of that name will not do
        resources.data_dir("themes")
    (tmp_path / "pyproject.toml").touch()
    assert resources.data_dir("themes") == tmp_path / "themes"
    (package / "_data" / "themes").mkdir(parents=True)
    assert resources.data_dir("themes") == package / "_data" / "themes"


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_glyph_is_one_cell_wide(glyphs: Glyphs) -> None:
    signs = [getattr(glyphs, name) for name in Glyphs._fields]
    assert [sign for sign in signs if cell_len(sign) != 1] == []
    assert glyphs is UNICODE or "".join(signs).isascii()
    assert len({glyphs.done, glyphs.blocked, glyphs.late, glyphs.due, glyphs.on_track}) == 5
    assert len({glyphs.sprint, glyphs.hybrid, glyphs.marathon, glyphs.undetermined}) == 4


def test_badges() -> None:
    assert [badge(pace, UNICODE) for pace in ("sprint", "hybrid", "marathon", None)] == [
        "▸ SPRINT", "◆ HYBRID", "■ MARATHON", "· OPEN",
    ]  # fmt: skip
    assert badge("marathon", ASCII) == "# MARATHON"
    assert cell_len(badge("marathon", UNICODE)) == BADGE_WIDTH


@pytest.mark.parametrize(
    ("value", "maximum", "width", "bar"),
    [
        (3, 6, 6, "▇▇▇░░░"),
        (0, 15, 6, "░░░░░░"),
        (0.001, 15, 6, "▒░░░░░"),
        (14.999, 15, 6, "▇▇▇▇▇▒"),
        (15, 15, 6, "▇▇▇▇▇▇"),
        (99, 15, 3, "▇▇▇"),
        (-1, 15, 3, "░░░"),
        (1, 0, 3, "░░░"),
        (math.nan, 15, 3, "░░░"),
        (1, 2, 0, ""),
        (1, 2, -4, ""),
    ],
)
def test_meters(value: float, maximum: float, width: int, bar: str) -> None:
    assert meter(value, maximum, width, UNICODE) == bar


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("pilot", 7, "pilot  "),
        ("pilot", 5, "pilot"),
        ("pilot", 4, "pil…"),
        ("pilot", 1, "…"),
        ("pilot", 0, ""),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日 …"),
        ("日本語", 1, "…"),
        ("👩‍👩‍👧 x", 3, "👩‍👩‍👧…"),
        ("two\nlines", 9, "two lines"),
        ("\x1b[31mred", 20, "\ufffd[31mred            "),
    ],
)
def test_fitting_text(text: str, width: int, shown: str) -> None:
    assert fit(text, width, UNICODE) == shown
    assert cell_len(shown) == width
