from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Paceplan


def test_the_built_in_ones_are_listed_and_shown(paceplan: Paceplan) -> None:
    lines = paceplan("playbook", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["edtech", "martech", "ai"]
    for playbook in ("edtech", "martech", "ai"):
        printed = paceplan("playbook", "show", playbook).stdout
        assert "Phases of a marathon" in printed
        assert json.loads(paceplan("playbook", "show", playbook, "--json").stdout)["id"] == playbook
    assert "there are edtech, martech, ai" in paceplan("playbook", "show", "agile", code=2).stderr
    assert not paceplan.folder.exists()


def test_a_copy_is_refused_over_a_file_unless_forced(paceplan: Paceplan, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    paceplan("playbook", "copy", "ai", str(file))
    assert "is in order" in paceplan("playbook", "check", str(file)).stdout
    file.write_text("precious")
    assert "--force" in paceplan("playbook", "copy", "ai", str(file), code=2).stderr
    assert file.read_text() == "precious"
    paceplan("playbook", "copy", "ai", str(file), "--force")
    assert file.read_text().startswith("#") or "format" in file.read_text()[:2000]


def test_what_is_wrong_with_a_file_is_said_and_the_others_are_checked(paceplan: Paceplan, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    paceplan("playbook", "copy", "edtech", str(good))
    bad.write_text('format = "paceplan-playbook/1"\nid = "bad"\n')
    result = paceplan("playbook", "check", str(bad), str(good), str(tmp_path), code=2)
    assert "good.toml: playbook 'edtech' is in order" in result.stdout
    assert "bad.toml: name: missing" in result.stderr
    assert "a folder" in result.stderr


def test_a_playbook_of_ones_own_is_used_and_a_broken_one_is_named(
    paceplan: Paceplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "playbooks"
    own.mkdir()
    monkeypatch.setenv("PACEPLAN_PLAYBOOKS", str(own))
    paceplan("playbook", "copy", "ai", str(own / "mine.toml"))
    (own / "mine.toml").write_text((own / "mine.toml").read_text().replace('id = "ai"', 'id = "mine"', 1))
    (own / "broken.toml").write_text("=")
    result = paceplan("playbook", "list")
    assert "mine.toml" in result.stdout
    assert "broken.toml: not TOML" in result.stderr
    described = json.loads(paceplan("playbook", "list", "--json").stdout)["playbooks"]
    assert [b["id"] for b in described] == ["edtech", "martech", "ai", "mine"]
    paceplan.new("Search", playbook="mine")
    paceplan("playbook", "copy", "mine", str(tmp_path / "again.toml"))


def test_the_settings_folder_holds_playbooks_too(paceplan: Paceplan) -> None:
    folder = Path.home() / ".config" / "paceplan" / "playbooks"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text("=")
    assert "broken.toml" in paceplan("playbook", "list").stderr
