"""Others who have the workspace open see what was restored."""

from __future__ import annotations

from pathlib import Path

from paceplan.store.workspace import Workspace

from .actions import files_of, made, save, started
from .restoring import begun, opened, restored


def test_whoever_has_the_workspace_open_sees_the_restored_state(root: Path, file: Path) -> None:
    other = opened(root)
    assert len(other.rows()) == 4
    restored(root, file)
    other.refresh()
    assert sorted(other.rows()) == ["p1", "p2", "p3"]
    assert (other.document("p1") or {})["name"] == "Project p1"


def test_the_next_change_of_others_goes_into_the_restored_journal(root: Path, file: Path) -> None:
    other = opened(root)
    used = {entry.id for entry in other.entries()}
    save(other, made("p7"))
    restored(root, file)
    kept = files_of(root / "replaced")
    entry = save(other, made("p8"))
    assert entry.seq == 5
    assert entry.id not in used
    assert files_of(root / "replaced") == kept
    fresh = opened(root)
    assert sorted(fresh.rows()) == ["p1", "p2", "p3", "p8"]
    assert fresh.verify() == []


def test_another_process_notices_as_well(root: Path, file: Path) -> None:
    program = """
from pathlib import Path
w = Workspace.open(Path(sys.argv[1]), durable=False)
print(len(w.rows()), flush=True)
sys.stdin.readline()
w.refresh()
print(len(w.rows()), w.head[1], flush=True)
"""
    process = started(program, str(root))
    assert process.stdout is not None
    assert process.stdout.readline() == "4\n"
    restored(root, file)
    assert process.communicate("\n", timeout=30)[0] == "3 4\n"


def test_who_saw_no_journal_yet_notices(file: Path, tmp_path: Path) -> None:
    other = Workspace.open(tmp_path / "fresh", durable=False)
    restored(tmp_path / "fresh", file)
    assert save(other, made("p8")).seq == 5
    assert len(other.rows()) == 4


def test_opening_finishes_what_was_interrupted(root: Path, file: Path) -> None:
    begun(root, file)
    workspace = Workspace.open(root, durable=False)
    assert sorted(workspace.rows()) == ["p1", "p2", "p3"]
    assert any("interrupted" in notice for notice in workspace.notices)


def test_a_transaction_finishes_what_was_interrupted(root: Path, file: Path) -> None:
    other = opened(root)
    begun(root, file)
    assert save(other, made("p8")).seq == 5
    assert sorted(opened(root).rows()) == ["p1", "p2", "p3", "p8"]
