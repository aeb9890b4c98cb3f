from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Paceplan


def test_a_part_of_a_name_will_do_and_a_whole_name_wins(paceplan: Paceplan) -> None:
    search = paceplan.new("Search")
    paceplan.new("Search for fraud")
    assert "Search (ai)" in paceplan("score", "search").stdout
    assert "Search for fraud (ai)" in paceplan("score", "FRAUD").stdout
    assert "Search (ai)" in paceplan("score", search).stdout


def test_an_ambiguous_name_lists_the_candidates_and_changes_nothing(paceplan: Paceplan) -> None:
    ids = [paceplan.new("Fraud, cards"), paceplan.new("Fraud, loans")]
    before = paceplan.journal()
    for command in (["score", "fraud", "data-maturity=1"], ["delete", "fraud"], ["tick", "fraud", "scope"]):
        result = paceplan(*command, code=2)
        assert all(made in result.stderr for made in ids)
        assert result.stdout == ""
    assert paceplan.journal() == before


def test_an_unknown_name_is_met_with_the_nearest(paceplan: Paceplan) -> None:
    paceplan.new("Knowledge search")
    assert "did you mean 'Knowledge search'?" in paceplan("show", "knowlege search", code=2).stderr
    assert "paceplan list" in paceplan("show", "zzz", code=2).stderr
    paceplan("show", "", code=2)


def test_a_file_is_read_without_a_workspace(paceplan: Paceplan, sample: Path, tmp_path: Path) -> None:
    for command in ("score", "show", "export"):
        assert "Knowledge search" in paceplan(command, str(sample)).stdout
        paceplan(command, str(tmp_path / "none.toml"), code=2)
    assert not paceplan.folder.exists()


def test_a_file_cannot_be_changed(paceplan: Paceplan, sample: Path) -> None:
    for command in (["score", str(sample), "data-maturity=1"], ["tick", str(sample), "scope"], ["delete", str(sample)]):
        assert "import" in paceplan(*command, code=2).stderr
    assert not paceplan.folder.exists()
