"""The command keys: all actions with their keys, the user's own among them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Paceplan

from paceplan.tui.actions import ACTIONS


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "keymap.toml"
    monkeypatch.setenv("PACEPLAN_KEYMAP", str(file))
    return file


def test_every_action_is_listed_with_its_keys_and_words(paceplan: Paceplan, file: Path) -> None:
    printed = paceplan("keys").stdout
    assert [line.split()[0] for line in printed.splitlines()[1:]] == [action.id for action in ACTIONS]
    document = json.loads(paceplan("keys", "--json").stdout)
    assert document["file"] == str(file)
    assert [a["id"] for a in document["actions"]] == [action.id for action in ACTIONS]
    assert not any(a["yours"] for a in document["actions"])
    assert not paceplan.folder.exists()


def test_what_is_wrong_with_the_users_own_is_said_and_the_rest_holds(paceplan: Paceplan, file: Path) -> None:
    file.write_text('undo = "ctrl+y"\nredo = "nonsense"\n', encoding="utf-8")
    result = paceplan("keys", "--json", code=2)
    document = json.loads(result.stdout)
    undo = next(a for a in document["actions"] if a["id"] == "undo")
    assert (undo["keys"], undo["default"], undo["yours"]) == (["ctrl+y"], ["u"], True)
    assert document["problems"] == [result.stderr.strip()]
    assert f"{file}: line 2: redo: 'nonsense' is no key" in result.stderr
