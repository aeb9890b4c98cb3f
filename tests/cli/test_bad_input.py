"""Whatever is wrong with what is given, the exit code says whose fault it is and nothing has changed."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.cli.conftest import Paceplan

from paceplan.store.journal import sha256

HEAD = 'format = "paceplan/1"\nname = "Bad"\n'
PLAYBOOK = 'playbook = "ai"\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD + 'playbook = "agile"\n', "line 3: playbook: no playbook 'agile'"),
        (HEAD + PLAYBOOK + "[scores.morale]\nscore = 1\n", "line 4: scores.morale: playbook 'ai' has no dimension"),
        (HEAD + PLAYBOOK + "[checklists.pilot.lunch]\ndone = true\n", "line 4: checklists.pilot.lunch"),
        (HEAD + PLAYBOOK + "[scores.risk-compliance]\nscore = 7\n", "line 5: scores.risk-compliance.score: 7"),
        (HEAD + PLAYBOOK + "ownr = 1\n", "did you mean 'owner'?"),
        (HEAD + "playbook = ", "not TOML"),
        ("\x00\x01\x02ELF", "not TOML"),
        ("", "format: missing"),
        (HEAD.replace("paceplan/1", "paceplan/9"), "another version"),
        (HEAD + PLAYBOOK + "start = " + "[" * 5000, "bad.toml: "),
        (HEAD + PLAYBOOK + "owner = 1\nsummary = 2\n", "line 5: summary"),
    ],
)
def test_a_bad_project_file(paceplan: Paceplan, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(content)
    for command in ("import", "show", "score", "export"):
        result = paceplan(command, str(file), code=2)
        assert said in result.stderr
        assert "Traceback" not in result.stderr
        assert result.stdout == ""
    assert not paceplan.folder.exists()


def test_a_file_that_is_not_text_too_large_a_folder_or_closed(
    paceplan: Paceplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary, large, folder, closed = (tmp_path / f"{name}.toml" for name in ("binary", "large", "folder", "closed"))
    binary.write_bytes(bytes(range(256)))
    with large.open("wb") as file:
        file.truncate(50_000_000)
    folder.mkdir()
    closed.write_text(HEAD)
    opened = os.open

    def refuse(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path) == str(closed):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    expected = {binary: "not text in UTF-8", large: "50,000,000 bytes", folder: "a folder", closed: "permission is"}
    for path, said in expected.items():
        for command in (["import"], ["show"], ["score"], ["playbook", "check"]):
            result = paceplan(*command, str(path), code=2)
            assert str(path) in result.stderr
            assert said in result.stderr or "not TOML in UTF-8" in result.stderr
    assert not paceplan.folder.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "X", "--playbook", "agile"],
        ["new", "X", "--playbook", "ai", "--template", "none"],
        ["new", " ", "--playbook", "ai"],
        ["new", "x" * 1001, "--playbook", "ai"],
        ["new", "X", "--playbook", "ai", "--start", "soon"],
        ["new", "X"],
        ["rename", "nobody", "X"],
        ["start", "nobody"],
        ["list", "--sort", "luck"],
        ["log", "nobody"],
        ["log", "--limit", "0"],
        ["playbook", "show", "none"],
        ["playbook", "copy", "none", "x.toml"],
        ["completions", "tcsh"],
        ["frobnicate"],
        ["--frobnicate"],
    ],
)
def test_bad_use_makes_no_workspace_entry(paceplan: Paceplan, arguments: list[str]) -> None:
    result = paceplan(*arguments, code=2)
    assert result.stdout == ""
    assert result.stderr
    assert paceplan.entries() == 0


def test_a_newer_workspace_is_left_alone(paceplan: Paceplan) -> None:
    paceplan.new("One")
    (segment,) = (paceplan.folder / "journal").glob("*.journal")
    _, header, payload = segment.read_bytes().rstrip(b"\n").split(b"\t")
    newer = orjson.dumps(json.loads(header) | {"v": 99})
    segment.write_bytes(b"\t".join([sha256(newer).encode(), newer, payload]) + b"\n")
    before = paceplan.journal()
    for command in (["list"], ["score", "One", "data-maturity=1"], ["undo"], ["new", "Two", "--playbook", "ai"]):
        assert "newer" in paceplan(*command, code=3).stderr
    assert paceplan.journal() == before


def test_a_workspace_that_is_a_file_cannot_be_used(paceplan: Paceplan) -> None:
    paceplan.folder.write_text("x")
    for command in (["list"], ["new", "X", "--playbook", "ai"], ["undo"]):
        assert "is not a folder" in paceplan(*command, code=3).stderr
    assert paceplan.folder.read_text() == "x"


def test_what_could_not_be_saved_is_told(paceplan: Paceplan, monkeypatch: pytest.MonkeyPatch) -> None:
    paceplan.new("One")
    before = paceplan.journal()

    def fail(fd: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    assert "NOT saved" in paceplan("rename", "One", "Two", code=3).stderr
    monkeypatch.undo()
    assert before == b"".join(file.read_bytes() for file in (paceplan.folder / "journal").glob("*.journal"))


HOSTILE = [
    "a[/]b", "[@click=app.quit]x", "\x1b[31mred\x1b]0;title\x07", "x" * 500, "a\nb", "\u202egnp.exe",
    "👩‍👩‍👧 family 漢字",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_and_nothing_else(paceplan: Paceplan, name: str) -> None:
    made = paceplan.new(name)
    outputs = [paceplan(*command) for command in (["list"], ["show", made], ["score", made], ["log"], ["log", made])]
    outputs += [paceplan("rename", made, name + "!"), paceplan("delete", made), paceplan("undo")]
    outputs += [paceplan(*bad, code=2) for bad in (["show", f"{name}?"], [f"frob{name}"], ["list", "--pace", name])]
    for result in outputs:
        assert not any(c in result.stdout + result.stderr for c in "\x1b\x07\x00\u202e")
    shown = json.loads(paceplan("list", "--json").stdout)["projects"][0]["name"]
    assert shown.startswith(name[:1]) or not name[:1].isprintable()
    assert len(paceplan("list").stdout.splitlines()) == 2


def test_wide_names_keep_their_column(paceplan: Paceplan) -> None:
    paceplan.new("漢字")
    paceplan.new("plain name")
    heading, *lines = paceplan("list", "--sort", "name").stdout.splitlines()
    column = heading.index("SCORE")
    assert [line.index("0 of 12") + 2 * ("漢" in line) for line in lines] == [column, column]


@pytest.mark.parametrize(("debug", "shown"), [("", False), ("1", True)])
def test_what_should_not_have_happened_is_one_line(
    paceplan: Paceplan, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], debug: str, shown: bool
) -> None:
    monkeypatch.setenv("PACEPLAN_DEBUG", debug)
    monkeypatch.setattr("paceplan.cli.listing.Filter.rows", lambda *args, **kwargs: 1 / 0)
    result = paceplan("list", code=3)
    assert "unexpected error (ZeroDivisionError" in result.stderr
    assert ("Traceback" in result.stderr + capfd.readouterr().err) is shown


def test_an_interruption_is_quiet(paceplan: Paceplan, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("paceplan.cli.listing.Filter.rows", interrupt)
    result = paceplan("list", code=130)
    assert result.stderr.strip() == ""
