"""The command review without a terminal: line by line, as JSON, on a project and on a file."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.cli.conftest import SAMPLES, Paceplan

from paceplan.cli.program import cli

RIVERBEND = SAMPLES / "riverbend-assessment.toml"


def ask(given: str, *args: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["review", *args], input=given)
    assert result.exit_code == code, f"{result.exit_code}\n{result.stdout}\n{result.stderr}"
    return result


@pytest.fixture
def school(paceplan: Paceplan) -> Paceplan:
    paceplan.new("Tablets", playbook="edtech")
    return paceplan


def test_seven_items_with_all_well_are_seven_lines(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    said = ask("y\n" * 7, "search", "pilot", "--plain", "--by", "Ann").stdout
    assert "7/7 " in said
    assert "PASSED  Pilot" in said or "PASSED" in said
    assert "signed by Ann on 2026-11-16" in said
    assert json.loads(paceplan("show", "search", "--json").stdout)["pilot"]["checklist"]["done"] == 7


def test_a_no_fails_and_says_what_blocks(school: Paceplan) -> None:
    said = ask("y\ny\ny\nn no export\ny\n", "tablets", "--plain", code=1).stdout
    assert "FAILED  Before you start: 1 of 5 blocks: Vendor open or easy to leave (no export)" in said
    assert school.entries() == 1 + 5 + 1


def test_leaving_in_the_middle_keeps_what_was_answered_and_goes_on_there(school: Paceplan) -> None:
    assert "UNFINISHED" in ask("y\ny\nq\n", "tablets", "--plain", code=1).stdout
    assert "3 of 5 unanswered" in ask("", "tablets", "final", "--plain", code=1).stdout
    said = ask("y\ny\ny\n", "tablets", "final", "--plain").stdout
    assert "1/5 Scored on all five dimensions: yes" in said
    assert said.count("  > ") == 3


def test_what_cannot_be_taken_is_asked_again(school: Paceplan) -> None:
    said = ask("maybe\n?\ny\n-\n\n-\nIn-house\nb\nn\ny\ny\ny\n", "tablets", "--plain", code=1).stdout
    assert "'maybe' is no answer" in said
    assert "not applicable needs a reason" in said
    answers = json.loads(ask("", "tablets", "--json", code=1).stdout)["answers"]
    assert [a["answer"] for a in answers] == ["yes", "no", "yes", "yes", "yes"]


def test_since_last_time(school: Paceplan) -> None:
    ask("y\ny\ny\nn\ny\n", "tablets", "--plain", code=1)
    said = ask("y\ny\ny\ny\n-  none planned\n", "tablets", "--plain").stdout
    assert "last time: failed, 2026-11-16" in said
    assert "Vendor open or easy to leave: no -> yes; Roles and coaching planned: yes -> not applicable" in said
    document = json.loads(ask("", "tablets", "--json").stdout)
    assert (document["id"], document["result"], document["last"]["id"]) == ("2026-11-16-2", "passed", "2026-11-16")


def test_json_alone_asks_nothing_and_with_plain_comes_last(school: Paceplan) -> None:
    document = json.loads(ask("y\n", "tablets", "--json", code=1).stdout)
    assert (document["id"], document["result"], document["answered"], document["total"]) == (None, "unfinished", 0, 5)
    assert school.entries() == 1
    result = ask("y\ny\ny\ny\ny\n", "tablets", "--plain", "--json")
    assert json.loads(result.stdout)["result"] == "passed"
    assert "5/5" in result.stderr


def test_a_file_is_reviewed_without_a_workspace_and_left_alone(paceplan: Paceplan, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    before = RIVERBEND.read_bytes()
    file.write_bytes(before)
    result = ask("y\ny\ny\ny\ny\n", str(file), "--plain")
    assert "PASSED" in result.stdout
    assert "was not changed, and the answers are gone" in result.stderr
    assert file.read_bytes() == before
    assert not paceplan.folder.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plan.toml"]


def test_a_file_keeps_its_review_where_that_is_asked_for_and_is_gone_on_with(
    tmp_path: Path, paceplan: Paceplan
) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(RIVERBEND.read_bytes())
    ask("y\ny\nq\n", str(file), "--plain", "--save", code=1)
    saved = tomllib.loads(file.read_text(encoding="utf-8"))
    assert saved["reviews"]["2026-11-16"]["answers"] == {"scored": {"ok": True}, "criteria": {"ok": True}}
    assert saved.get("id") == tomllib.loads(RIVERBEND.read_text(encoding="utf-8")).get("id")
    ask("y\ny\ny\n", str(file), "--plain", "--save", "--by", "Ann")
    kept = tomllib.loads(file.read_text(encoding="utf-8"))["reviews"]
    assert (kept["2026-11-16"]["result"], kept["2026-11-16"]["by"]) == ("passed", "Ann")
    assert "2026-10-02" in kept
    assert not paceplan.folder.exists()


def test_a_page_of_markdown_comes_out(school: Paceplan, tmp_path: Path) -> None:
    page = tmp_path / "review.md"
    ask("y\ny\ny\nn <b>|no</b>\n- *later*\n", "tablets", "--plain", "-o", str(page), code=1)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Before you start: failed\n")
    assert "&lt;b&gt;\\|no&lt;/b&gt;" in text
    assert "\\*later\\*" in text
    result = ask("", "tablets", "--plain", "-o", "-", code=1)
    assert result.stdout.startswith("# Before you start: unfinished\n")
    assert school("export", "tablets", "--format", "review").stdout.startswith("# Before you start: failed\n")


def test_words_against_bad_use(school: Paceplan) -> None:
    assert "has no checklist 'finale' (did you mean 'final'?)" in ask("", "tablets", "finale", code=2).stderr
    assert "--save is for a FILE" in ask("", "tablets", "--save", code=2).stderr
    assert "both want stdout" in ask("", "tablets", "--plain", "--json", "-o", "-", code=2).stderr
    assert "no project 'tables'" in ask("", "tables", "--plain", code=2).stderr
    assert "no such file" in ask("", "no.toml", "--plain", code=2).stderr
    assert "needs a terminal" in ask("", "tablets", code=2).stderr
    assert "no review yet" in school("export", "tablets", "--format", "review", code=2).stderr
    assert school.entries() == 1


def test_the_artifacts_answer_for_themselves(paceplan: Paceplan) -> None:
    paceplan.new("Banner", playbook="martech")
    paceplan("tick", "banner", "sprint-readiness.hypothesis")
    said = ask("y\n" * 7, "banner", "--plain").stdout
    assert "1/8 Hypothesis with criterion: yes (in hand)" in said
    document = json.loads(paceplan("show", "banner", "--json").stdout)
    assert set(document["project"]["artifacts"]) >= {"hypothesis", "telemetry", "rollback", "owner"}
