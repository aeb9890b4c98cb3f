from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Paceplan

from paceplan.cli import editing


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script for an editor: Python, with the text as `text`, its path as `path`, and how often it ran as `turn`."""
    script, count = tmp_path / "script.py", tmp_path / "count"
    program = tmp_path / "editor.py"
    program.write_text(
        "import pathlib, sys\n"
        f"count = pathlib.Path({str(count)!r})\n"
        "turn = int(count.read_text()) + 1 if count.exists() else 1\n"
        "count.write_text(str(turn))\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "names = {'text': path.read_text(), 'path': path, 'turn': turn}\n"
        f"exec(pathlib.Path({str(script)!r}).read_text(), names)\n"
        "path.exists() and path.write_text(names['text'])\n"
    )
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, "-S", str(program)]))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return script


def left_over(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("paceplan-*/*"))


def test_what_changed_is_one_change(paceplan: Paceplan, editor: Path, tmp_path: Path) -> None:
    made = paceplan.new("Search", "--template", "knowledge-search")
    editor.write_text("text = text.replace('\"Search\"', '\"Find\"') + '\\n[stakeholders.legal]\\nname = \"Legal\"\\n'")
    assert "Saved 2 changes" in paceplan("edit", "Search").stderr
    project = json.loads(paceplan("show", made, "--json").stdout)["project"]
    assert (project["name"], project["stakeholders"]) == ("Find", {"legal": {"name": "Legal"}})
    assert paceplan.entries() == 2
    assert "keeping.revise" in paceplan("log", "--limit", "1").stdout
    paceplan("undo")
    assert "Search" in paceplan("list").stdout
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("script", ["", "text = '# a remark\\n' + text", "text = text.rstrip()"])
def test_unchanged_is_no_change(paceplan: Paceplan, editor: Path, tmp_path: Path, script: str) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    editor.write_text(script)
    assert "Nothing changed" in paceplan("edit", "Search").stderr
    assert paceplan.journal() == before
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("text += '[scores.risk-compliance]\\nscore = 7\\n'", "7 is too large"),
        ("text += 'a = = b'", "not TOML"),
        ("text += '[scores.morale]\\nscore = 1\\n'", "no dimension 'morale'"),
        ("text = text.replace('\"ai\"', '\"edtech\"')", "playbook: stays 'ai'"),
        ("text = text.replace('\"ai\"', '\"agile\"')", "no playbook 'agile'"),
    ],
)
def test_in_a_script_errors_end_it_and_the_text_is_kept(
    paceplan: Paceplan, editor: Path, tmp_path: Path, script: str, said: str
) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    editor.write_text(script)
    result = paceplan("edit", "Search", code=2)
    (kept,) = left_over(tmp_path)
    assert said in result.stderr
    assert str(kept) in result.stderr
    assert paceplan.journal() == before
    names = {"text": "", "path": kept, "turn": 1}
    exec(script, names)
    assert kept.read_text().endswith(str(names["text"])[-5:])


def test_at_a_terminal_errors_bring_the_editor_back_with_the_text(
    paceplan: Paceplan, editor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paceplan.new("Search")
    monkeypatch.setattr(editing, "_can_ask_again", lambda problem: problem.code == 2)
    editor.write_text(
        "if turn == 1: text += '[scores.risk-compliance]\\nscore = 7\\n'\n"
        "else:\n"
        "    assert text.startswith('#! ') and 'score = 7' in text and '7 is too large' in text\n"
        "    text = text.replace('score = 7', 'score = 3')\n"
    )
    paceplan("edit", "Search")
    assert json.loads(paceplan("show", "Search", "--json").stdout)["project"]["scores"]["risk-compliance"]["score"] == 3
    assert left_over(tmp_path) == []


def test_at_a_terminal_leaving_the_errors_as_they_are_gives_up(
    paceplan: Paceplan, editor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    monkeypatch.setattr(editing, "_can_ask_again", lambda problem: True)
    editor.write_text("if turn == 1: text += 'x = 1'")
    paceplan("edit", "Search", code=2)
    (kept,) = left_over(tmp_path)
    assert kept.read_text().endswith("x = 1")
    assert not kept.read_text().startswith("#!")
    assert paceplan.journal() == before


def test_what_somebody_else_changes_meanwhile_stays(
    paceplan: Paceplan, editor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = paceplan.new("Search")
    opened = editing._open

    def meanwhile(words: list[str], file: Path) -> None:
        paceplan("score", made, "data-maturity=2")
        opened(words, file)

    monkeypatch.setattr(editing, "_open", meanwhile)
    editor.write_text("text = text.replace('\"Search\"', '\"Find\"')")
    paceplan("edit", made)
    project = json.loads(paceplan("show", made, "--json").stdout)["project"]
    assert (project["name"], project["scores"]["data-maturity"]["score"]) == ("Find", 2)


@pytest.mark.parametrize(
    ("editor_name", "said"),
    [(None, "set VISUAL or EDITOR"), ("no-such-editor", "cannot be started"), ("'", "open quote"), ("false", "ended")],
)
def test_without_an_editor_nothing_happens(
    paceplan: Paceplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor_name: str | None, said: str
) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if editor_name:
        monkeypatch.setenv("VISUAL", editor_name)
    assert said in paceplan("edit", "Search", code=2).stderr
    assert paceplan.journal() == before
    assert left_over(tmp_path) == []
