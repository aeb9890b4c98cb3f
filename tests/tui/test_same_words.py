"""What a form refuses, the command line refuses in the same words; in a form what was typed stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.tui.conftest import Show, Shown, named

from paceplan.cli.program import cli
from paceplan.core import pilot
from paceplan.session import Session
from paceplan.tui.widgets.metric_list import MetricList

METRIC = "resolution-time"
FILE = (
    'format = "paceplan/1"\nname = "Search"\nplaybook = "ai"\n'
    "[metrics.resolution-time]\nbaseline = 42\ntarget = {target}\nexit = true\n"
)
TABLE = "metric,date,value\n" + "".join(
    f"resolution-time,2026-{8 + n // 30:02}-{n % 28 + 1:02},{'abc' if n == 59 else 40}\n" for n in range(60)
)


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Return a function that runs a command on a project with one criterion, and returns what it refused."""
    monkeypatch.setenv("PACEPLAN_WORKSPACE", str(tmp_path / "plans"))
    monkeypatch.setenv("PACEPLAN_TODAY", "2026-11-16")
    good = tmp_path / "good.toml"
    good.write_text(FILE.format(target=29.4))
    assert CliRunner().invoke(cli, ["import", str(good)]).exit_code == 0

    def run(*args: str) -> str:
        result = CliRunner().invoke(cli, args)
        assert result.exit_code == 2, result.output
        return " ".join(result.stderr.split())

    return run


async def to_metric(shown: Shown) -> None:
    listed = shown.find(MetricList)
    listed.cursor = next(n for n, row in enumerate(listed._rows) if row.id == METRIC)
    await shown.settle()


CASES = {
    "reading in the future": (
        ["read", "Search", METRIC, "35", "--on", "2026-12-01"], "metrics", ["r", *"35 2026-12-01", "enter"],
        "metrics.resolution-time.readings.2026-12-01: lies in the future (today is 2026-11-16); give a day up to today",
    ),
    "target on the wrong side": (
        ["import", "wrong.toml"], "metrics", ["c", "enter", "ctrl+u", *"42 -> 50", "enter"],
        "metrics.resolution-time.target: 50 is worse than the baseline of 42 (lower is better), so the pilot would",
    ),
    "negative weeks": (
        ["start", "Search", "--weeks", "-2"], "pilot", ["t", "ctrl+u", *"-2", "enter"],
        "pilot.weeks: -2 is no length; give 1 to 520 weeks",
    ),
    "one bad row": (
        ["read", "Search", "--csv", "bad.csv"], "metrics", ["i", *"bad.csv", "enter"],
        "line 61: metrics.resolution-time.readings.2026-09-04: 'abc' is no number; give one without a unit, such as",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
async def test_form_and_command_refuse_in_the_same_words(
    empty: Session, show: Show, refused: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    command, tab, keys, words = CASES[case]
    monkeypatch.chdir(tmp_path)
    Path("wrong.toml").write_text(FILE.format(target=50))
    Path("bad.csv").write_text(TABLE)
    assert words in refused(*command)  # type: ignore[operator]
    project = named(empty, "Search", "ai")
    empty.do(pilot.agree, project, metric=METRIC, target=29.4, baseline=42)
    async with show(empty, project, tab, size=(100, 30)) as shown:
        if tab == "metrics":
            await to_metric(shown)
        before = shown.entries()
        await shown.press(*keys)
        assert words in shown.flat
        assert shown.answer == "".join(keys[keys.index("ctrl+u") + 1 if "ctrl+u" in keys else 1 : -1])
        assert shown.entries() == before


async def test_a_decision_on_a_pilot_never_started_is_refused_alike(
    empty: Session, show: Show, refused: object
) -> None:
    words = "the pilot never started, so there is nothing to decide; start it first"
    assert words in refused("decide", "Search", "stop", "--why", "x")  # type: ignore[operator]
    async with show(empty, named(empty, "Search", "ai"), "pilot", toasts=True) as shown:
        await shown.press("f")
        assert words in shown.told[-1].replace("The pilot", "the pilot")
