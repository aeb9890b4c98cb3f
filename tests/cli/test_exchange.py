from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from tests.cli.conftest import SAMPLES, Paceplan

from paceplan.export.registry import FORMATS, PAGES

HEAD = 'format = "paceplan/1"\nplaybook = "ai"\n'


def write(folder: Path, name: str, content: str) -> str:
    file = folder / name
    file.write_text(HEAD + content, encoding="utf-8")
    return str(file)


def test_every_sample_comes_in_as_one_change_and_goes_with_one_undo(paceplan: Paceplan) -> None:
    files = sorted(map(str, SAMPLES.glob("*.toml")))
    result = paceplan("import", *files)
    assert len(result.stdout.splitlines()) == len(files)
    assert paceplan.entries() == 1
    paceplan("undo")
    assert json.loads(paceplan("list", "--json").stdout)["projects"] == []


def test_a_dry_run_checks_and_changes_nothing(paceplan: Paceplan, sample: Path) -> None:
    result = paceplan("import", "--dry-run", str(sample))
    assert "Knowledge search  (new)" in result.stdout
    assert not paceplan.folder.exists()


def test_one_broken_file_and_nothing_is_imported(paceplan: Paceplan, sample: Path, tmp_path: Path) -> None:
    scores = "[scores.risk-compliance]\nscore = 7\n[scores.morale]\nscore = 1\n"
    broken = write(tmp_path, "broken.toml", f'name = "X"\n{scores}')
    result = paceplan("import", str(sample), broken, str(tmp_path / "none.toml"), code=2)
    assert "broken.toml: line 5: scores.risk-compliance.score: 7 is too large" in result.stderr
    assert "broken.toml: line 6: scores.morale" in result.stderr
    assert "none.toml: there is no such file" in result.stderr
    assert result.stdout == ""
    assert not paceplan.folder.exists()


def test_a_known_id_is_refused_replaced_or_copied(paceplan: Paceplan, tmp_path: Path) -> None:
    paceplan("import", write(tmp_path, "a.toml", 'id = "search"\nname = "Search"\n'))
    newer = write(tmp_path, "b.toml", 'id = "search"\nname = "Search, new"\n')
    before = paceplan.journal()
    assert "add --replace or --copy" in paceplan("import", newer, code=2).stderr
    paceplan("import", newer, "--replace", "--copy", code=2)
    assert paceplan.journal() == before
    assert paceplan("import", newer, "--copy").stdout.split()[0] != "search"
    assert paceplan("import", newer, "--replace").stdout.startswith("search  Search, new")
    assert len(json.loads(paceplan("list", "--json").stdout)["projects"]) == 2
    paceplan("undo")
    assert "Search (ai)" in paceplan("score", "search").stdout


RUNNING = (
    'id = "search"\nname = "Search"\n[pilot]\nstart = 2026-11-02\nweeks = 6\n'
    "[metrics.resolution-time]\nbaseline = 42\ntarget = {target}\nexit = true\n"
)


def test_replacing_does_not_break_the_seal_of_a_started_pilot(paceplan: Paceplan, tmp_path: Path) -> None:
    paceplan("import", write(tmp_path, "a.toml", RUNNING.format(target=29.4)))
    before = paceplan.journal()
    moved = write(tmp_path, "b.toml", RUNNING.format(target=35))
    for words in (["--replace"], ["--replace", "--dry-run"]):
        said = " ".join(paceplan("import", moved, *words, code=2).stderr.split())
        assert "b.toml: metrics.resolution-time.target: frozen since the pilot started; move it with a reason" in said
        assert "[metrics.resolution-time.moved.DATE] with from, to and why; or bring it in with --copy" in said
    unsealed = write(tmp_path, "c.toml", 'id = "search"\nname = "Search"\n')
    assert "pilot.start: the pilot has started" in paceplan("import", unsealed, "--replace", code=2).stderr
    other = Path(unsealed).read_text().replace('"ai"', '"edtech"')
    Path(unsealed).write_text(other)
    assert (
        "playbook: stays 'ai', since the pilot has started" in paceplan("import", unsealed, "--replace", code=2).stderr
    )
    assert paceplan.journal() == before
    marked = RUNNING.format(target=35) + (
        "[metrics.resolution-time.moved.2026-11-10]\nfrom = 29.4\nto = 35\nwhy = 'Two teams more'\n"
    )
    paceplan("import", write(tmp_path, "d.toml", marked), "--replace")
    assert "target moved on 2026-11-10 from 29.4 to 35" in " ".join(paceplan("show", "search").stdout.split())


def test_two_files_of_one_id_are_told_apart(paceplan: Paceplan, tmp_path: Path) -> None:
    files = [write(tmp_path, f"{n}.toml", f'id = "search"\nname = "Search {n}"\n') for n in (1, 2)]
    assert "stands in" in paceplan("import", *files, code=2).stderr
    assert not paceplan.folder.exists()
    ids = [line.split()[0] for line in paceplan("import", *files, "--copy").stdout.splitlines()]
    assert ids[0] == "search"
    assert len(set(ids)) == 2


def test_what_was_deleted_can_come_in_again(paceplan: Paceplan, tmp_path: Path) -> None:
    file = write(tmp_path, "a.toml", 'id = "search"\nname = "Search"\n')
    paceplan("import", file)
    paceplan("delete", "search")
    paceplan("import", file)
    paceplan("show", "search")


@pytest.mark.parametrize("name", ["knowledge-search", "east-valley-sis", "checkout-friction"])
def test_out_and_in_again_is_the_same_project(paceplan: Paceplan, tmp_path: Path, name: str) -> None:
    first = paceplan("import", str(SAMPLES / f"{name}.toml")).stdout.split()[0]
    out = tmp_path / "out.toml"
    paceplan("export", first, "-o", str(out))
    content = json.loads(paceplan("export", first, "--format", "json").stdout)
    before = paceplan.journal()
    paceplan("import", str(out), "--replace")
    assert paceplan.journal() == before
    assert json.loads(paceplan("export", str(out), "--format", "json").stdout) == content
    assert tomllib.loads(out.read_text())["name"] == content["name"]


def test_an_export_goes_to_stdout_a_file_or_a_folder(paceplan: Paceplan, tmp_path: Path) -> None:
    files = [str(SAMPLES / f"{name}.toml") for name in ("knowledge-search", "east-valley-sis")]
    assert tomllib.loads(paceplan("export", files[0]).stdout)["playbook"] == "ai"
    out = tmp_path / "out.json"
    for _ in range(2):
        paceplan("export", files[0], "--format", "json", "-o", str(out))
        assert json.loads(out.read_text())["name"] == "Knowledge search"
    assert "add -o FOLDER" in paceplan("export", *files, code=2).stderr
    folder = tmp_path / "exports"
    paceplan("export", *files, "-o", str(folder))
    assert sorted(file.name for file in folder.iterdir()) == ["east-valley-sis.toml", "knowledge-search.toml"]
    assert not paceplan.folder.exists()


def test_of_several_exports_the_broken_ones_are_named(paceplan: Paceplan, sample: Path, tmp_path: Path) -> None:
    result = paceplan("export", str(sample), "nobody", "-o", str(tmp_path / "out"), code=2)
    assert "'nobody'" in result.stderr
    assert (tmp_path / "out" / "knowledge-search.toml").exists()


def test_where_an_export_cannot_go_it_says_so(paceplan: Paceplan, sample: Path, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "no" / "x.toml")
    assert "its folder does not exist" in paceplan("export", str(sample), "-o", nowhere, code=2).stderr
    taken = tmp_path / "taken"
    taken.write_text("")
    assert "in the way" in paceplan("export", str(sample), str(sample), "-o", str(taken), code=2).stderr
    assert "pdf" in paceplan("export", str(sample), "--format", "pdf", code=2).stderr


def test_a_project_whose_playbook_is_gone_can_still_be_exported(
    paceplan: Paceplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "playbooks"
    own.mkdir()
    monkeypatch.setenv("PACEPLAN_PLAYBOOKS", str(own))
    paceplan("playbook", "copy", "ai", str(own / "mine.toml"))
    (own / "mine.toml").write_text((own / "mine.toml").read_text().replace('id = "ai"', 'id = "mine"', 1))
    paceplan.new("Search", playbook="mine")
    (own / "mine.toml").unlink()
    assert "playbook 'mine' is not at hand" in paceplan("show", "Search", code=2).stderr
    assert tomllib.loads(paceplan("export", "Search").stdout)["playbook"] == "mine"
    assert "Search" in paceplan("list").stdout


def test_formats_are_listed(paceplan: Paceplan) -> None:
    assert "import, export" in paceplan("formats").stdout
    assert [f["id"] for f in json.loads(paceplan("formats", "--json").stdout)["formats"]] == [*FORMATS, *PAGES]
