"""The command report: a page to read, from the workspace or from a file."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Paceplan


def test_a_report_goes_to_stdout_or_into_a_file_and_an_older_one_is_overwritten(
    paceplan: Paceplan, tmp_path: Path
) -> None:
    paceplan.new("Search", "--template", "knowledge-search")
    page = tmp_path / "search.md"
    printed = paceplan("report", "search").stdout
    assert printed.startswith("# Search\n")
    result = paceplan("report", "search", "-o", str(page))
    assert (result.stdout, "Wrote the report on Search" in result.stderr) == ("", True)
    assert page.read_text(encoding="utf-8") == printed
    paceplan("score", "search", "risk-compliance=3")
    paceplan("report", "search", "-o", str(page))
    assert page.read_text(encoding="utf-8") != printed
    assert paceplan("export", "search", "--format", "report").stdout == page.read_text(encoding="utf-8")


def test_a_file_is_reported_on_without_a_workspace(paceplan: Paceplan, sample: Path) -> None:
    before = sample.read_bytes()
    assert paceplan("report", str(sample)).stdout.startswith("# Knowledge search\n")
    assert not paceplan.folder.exists()
    assert sample.read_bytes() == before


def test_what_cannot_be_reported_on_or_written_is_said(paceplan: Paceplan, sample: Path) -> None:
    assert "no project 'nothing'" in paceplan("report", "nothing", code=2).stderr
    assert "its folder does not exist" in paceplan("report", str(sample), "-o", "no/where.md", code=2).stderr


def test_the_pages_are_listed_among_the_formats(paceplan: Paceplan) -> None:
    printed = paceplan("formats").stdout
    assert {"toml", "json", "report", "review", "workshop"} <= {line.split()[0] for line in printed.splitlines()}
