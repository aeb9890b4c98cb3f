"""The user's own playbooks: used, reported where they are broken or take another's place, never in the way."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceplan.playbooks.catalogue import SHIPPED, Catalogue, PlaybookError, parse, shipped_file

GOOD = """format = "paceplan-playbook/1"
id = "own"
name = "Own"
summary = "A playbook for tests."
rule.kind = "bands"
rule.bands = { sprint = { low = 0, high = 1 }, hybrid = { low = 2, high = 2 }, marathon = { low = 3, high = 3 } }

[paces]
sprint = { summary = "Short.", unit = "weeks", min = 2, max = 8, usual = 6 }
hybrid = { summary = "Both.", unit = "months", min = 2, max = 6, usual = 4 }
marathon = { summary = "Long.", unit = "months", min = 3, usual = 24 }

[dimensions.risk]
name = "Risk"
text = "How much?"
levels = ["none", "some", "much", "all"]
favours = "marathon"

[checklists.pilot]
name = "Pilot"
items.scope = { name = "Scope" }

[phases.build]
name = "Build"
start = 0
end = 24
"""


def with_files(folder: Path, **files: str | bytes) -> Catalogue:
    """Return the catalogue over a folder with these `.toml` files."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return Catalogue(folder)


def test_a_playbook_of_ones_own_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    catalogue = with_files(tmp_path, anything=GOOD)
    assert list(catalogue.all()) == [*SHIPPED, "own"]
    own = catalogue.get("own")
    assert own
    assert (own.playbook.name, own.origin, own.shipped) == ("Own", str(tmp_path / "anything.toml"), False)
    assert catalogue.problems == []
    assert catalogue.get("none") is None


def test_a_digest_follows_the_content() -> None:
    first, same, other = (parse(text.encode(), "x").digest for text in (GOOD, GOOD, GOOD + "# more\n"))
    assert first == same != other
    assert len(first) == 16
    assert set(first) <= set("0123456789abcdef")


BROKEN: dict[str, tuple[str | bytes, list[str]]] = {
    "syntax": (GOOD.replace("[dimensions.risk]", "[dimensions.risk"), ["not TOML in UTF-8", "line 13"]),
    "empty": ("", ["format: missing", "id: missing", "rule: missing", "phases: missing"]),
    "binary": (bytes(range(256)), ["not TOML in UTF-8", "position 128"]),
    "too long": (b"#" * 2_000_001, ["2,000,001 bytes; a playbook has at most 2,000,000"]),
    "too deep": ("x = " + "[" * 50_000, ["nested too deeply"]),
    "a number without end": (f"x = {'9' * 5_000}", ["thousands of digits"]),
    "a project": ('format = "paceplan/1"\nname = "X"\nplaybook = "ai"', ["format: 'paceplan/1' is not known"]),
    "a later format": (
        GOOD.replace("playbook/1", "playbook/2"),
        ["line 1: format: 'paceplan-playbook/2' is not known"],
    ),
    "an unknown key": (GOOD + "colour = 1\n", ["line 27: phases.build.colour: unknown key 'colour'"]),
    "a wrong type": (GOOD.replace("end = 24", 'end = "24"'), ["line 26: phases.build.end: expected a whole number"]),
    "two wrong types": (
        GOOD.replace("end = 24", "end = true").replace('name = "Own"', "name = 3"),
        [
            "line 3: name: expected text in quotes, not 3",
            "line 26: phases.build.end: expected a whole number, not true",
        ],
    ),
    "no id": (GOOD.replace('id = "own"', 'id = "Own!"'), ["line 2: id: 'Own!' is not an id"]),
    "three levels": (GOOD.replace('"much", ', ""), ["line 16: dimensions.risk.levels"]),
    "no pace": (GOOD.replace("marathon = { summary", "slow = { summary"), ["paces.slow"]),
    "a pace left out": (GOOD.replace("hybrid = { summary", "# "), ["paces.hybrid: missing"]),
    "a length outside its limits": (
        GOOD.replace("usual = 6", "usual = 9"),
        ["paces.sprint: usual length 9 lies outside 2-8"],
    ),
    "bands with a hole": (
        GOOD.replace("low = 2, high = 2", "low = 3, high = 3"),
        ["rule.bands: must cover each total from 0 to 3"],
    ),
    "bands that overlap": (
        GOOD.replace("low = 2, high = 2", "low = 1, high = 2"),
        ["rule.bands: must cover each total"],
    ),
    "a band that is none": (
        GOOD.replace("low = 2, high = 2", "low = 2, high = 1"),
        ["line 6: rule.bands.hybrid: a band from 2 to 1"],
    ),
    "bands the wrong way": (
        GOOD.replace("sprint = { low = 0, high = 1 }", "sprint = { low = 3, high = 3 }").replace(
            "marathon = { low = 3, high = 3 }", "marathon = { low = 0, high = 1 }"
        ),
        ["rule.bands: a higher total must not give a weaker pace"],
    ),
    "no dimension": (GOOD.replace("[dimensions.risk]", "[practices.risk]"), ["practices.risk.levels: unknown key"]),
    "gates without a gate": (GOOD.replace('kind = "bands"', 'kind = "gates"'), ["a rule of kind 'gates' has none"]),
    "no pilot list": (GOOD.replace("[checklists.pilot]", "[checklists.other]"), ["checklists.pilot: missing"]),
    "a phase that ends before it starts": (
        GOOD.replace("start = 0", "start = 30"),
        ["line 23: phases.build: a phase that starts at"],
    ),
}

REFERENCES: dict[str, tuple[str, str]] = {
    "a gate that is a dimension": (
        '[gates.risk]\nname = "R"\ntext = "?"\nforces = "marathon"\nbecause = "x"',
        "gates: ids ['risk'] are dimensions too",
    ),
    "an artifact": ('[checklists.b]\nname = "B"\nitems.x = { name = "X", artifact = "none" }', "no artifact 'none'"),
    "a phase that waits": (
        '[phases.b]\nname = "B"\nstart = 0\nend = 1\nwaits_for = ["none"]',
        "phases.b.waits_for: no deliverable 'none'",
    ),
    "a deliverable that needs": (
        '[phases.b]\nname = "B"\nstart = 0\nend = 1\ndeliverables.d = { name = "D", needs = ["none"] }',
        "phases.b.deliverables.d.needs: no deliverable 'none'",
    ),
    "a deliverable in two phases": (
        "".join(f'[phases.{i}]\nname = "B"\nstart = 0\nend = 1\ndeliverables.d = {{ name = "D" }}\n' for i in "bc"),
        "phases.c.deliverables.d: phase 'b' has it already",
    ),
    "a surrogate": ('[metrics.m]\nname = "M"\nsurrogate = "none"', "metrics.m.surrogate: no metric 'none'"),
    "a template's dimension": (
        '[scenarios.s]\nname = "S"\npace = "sprint"\nwhy = "x"\nscores.none = 1\ngates.none = true\n'
        "artifacts.none = true",
        "scenarios.s.scores: no dimension 'none'; scenarios.s.gates: no gate 'none'; "
        "scenarios.s.artifacts: no artifact 'none'",
    ),
    "a step's phase": ('[steps.s]\nname = "S"\nphase = "none"', "steps.s.phase: no phase 'none'"),
    "a step's item": ('[steps.s]\nname = "S"\nchecklist_item = "none"', "steps.s.checklist_item: no pilot item 'none'"),
}


def says(catalogue: Catalogue, file: str, reasons: list[str]) -> None:
    """Assert that the shipped playbooks load, and that each line of the problems names the file and a reason."""
    assert list(catalogue.all()) == list(SHIPPED)
    assert catalogue.problems
    assert all(problem.startswith(f"{file}: ") for problem in catalogue.problems)
    for reason in reasons:
        assert any(reason in problem for problem in catalogue.problems), catalogue.problems


@pytest.mark.parametrize(("content", "reasons"), BROKEN.values(), ids=BROKEN)
def test_a_broken_playbook_names_file_key_and_reason(tmp_path: Path, content: str | bytes, reasons: list[str]) -> None:
    says(with_files(tmp_path, broken=content), str(tmp_path / "broken.toml"), reasons)


@pytest.mark.parametrize(("more", "reason"), REFERENCES.values(), ids=REFERENCES)
def test_a_reference_to_nothing_is_named(tmp_path: Path, more: str, reason: str) -> None:
    says(with_files(tmp_path, broken=f"{GOOD}\n{more}\n"), str(tmp_path / "broken.toml"), [reason])


@pytest.mark.parametrize("key", ["readiness_checklist", "hybrid_phases"])
def test_a_reference_at_the_top_is_named(tmp_path: Path, key: str) -> None:
    value = '"none"' if key == "readiness_checklist" else '["none"]'
    says(with_files(tmp_path, broken=f"{key} = {value}\n{GOOD}"), str(tmp_path / "broken.toml"), [f"{key}: no"])


def test_what_a_playbook_says_is_not_obeyed_by_a_terminal(tmp_path: Path) -> None:
    catalogue = with_files(tmp_path, broken=f'"\\u001b[31m" = 1\n{GOOD}')
    says(catalogue, str(tmp_path / "broken.toml"), ["unknown key"])
    assert all(problem.isprintable() for problem in catalogue.problems)


def test_the_good_ones_beside_a_broken_one_are_used(tmp_path: Path) -> None:
    catalogue = with_files(tmp_path, a="x", b=GOOD, c="\ufeff" + GOOD.replace('"own"', '"other"'), d=b"\xff")
    assert list(catalogue.all()) == [*SHIPPED, "own", "other"]
    assert [problem.partition(": ")[0] for problem in catalogue.problems] == [str(tmp_path / f"{n}.toml") for n in "ad"]


def test_a_built_in_id_is_taken_over_and_that_is_said(tmp_path: Path) -> None:
    catalogue = with_files(tmp_path, mine=GOOD.replace('"own"', '"ai"'))
    found = catalogue.get("ai")
    assert found
    assert (found.playbook.name, found.shipped) == ("Own", False)
    assert [book.playbook.name for book in catalogue.all().values()] == [
        "School-district technology",
        "Marketing technology",
        "Own",
    ]
    assert catalogue.problems == [f"{tmp_path / 'mine.toml'}: takes the place of the built-in playbook 'ai'"]


def test_a_broken_one_with_a_built_in_id_leaves_the_built_in_one(tmp_path: Path) -> None:
    catalogue = with_files(tmp_path, ai=GOOD.replace('"own"', '"ai"').replace("end = 24", "end = 0"))
    found = catalogue.get("ai")
    assert found
    assert found.shipped
    assert len(catalogue.problems) == 1


def test_of_two_with_one_id_the_first_file_is_used_and_the_other_named(tmp_path: Path) -> None:
    catalogue = with_files(tmp_path, b=GOOD.replace('"Own"', '"Second"'), a=GOOD)
    found = catalogue.get("own")
    assert found
    assert found.playbook.name == "Own"
    assert catalogue.problems == [
        f"{tmp_path / 'b.toml'}: id 'own' is taken by {tmp_path / 'a.toml'}; this file is left out"
    ]


def test_other_things_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    catalogue = Catalogue(tmp_path)
    assert (list(catalogue.all()), catalogue.problems) == (list(SHIPPED), [])
    for none in (None, tmp_path / "missing"):
        assert (list(Catalogue(none).all()), Catalogue(none).problems) == (list(SHIPPED), [])


def test_a_folder_that_is_a_file_is_said_and_the_shipped_ones_load(tmp_path: Path) -> None:
    file = tmp_path / "playbooks"
    file.write_text("x")
    says(Catalogue(file), str(file), ["Not a directory; the playbooks in it are left out"])


def denied(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("call", ["exists", "iterdir", "is_file"])
def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    catalogue = with_files(tmp_path / "own", a=GOOD)
    with monkeypatch.context() as patch:
        patch.setattr(Path, call, denied)
        assert catalogue.get("own") is None
    says(catalogue, str(tmp_path / "own"), ["Permission denied"])


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = with_files(tmp_path, a=GOOD)
    real: Callable[[Path], bytes] = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: denied() if path.name == "a.toml" else real(path))
    says(catalogue, str(tmp_path / "a.toml"), ["cannot be read: Permission denied"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_missing_rights_are_said(tmp_path: Path) -> None:
    catalogue = with_files(tmp_path / "own", a=GOOD)
    (tmp_path / "own").chmod(0)
    try:
        assert catalogue.get("own") is None
    finally:
        (tmp_path / "own").chmod(0o700)


@pytest.mark.parametrize("id", SHIPPED)
def test_a_shipped_file_can_be_copied_and_used(tmp_path: Path, id: str) -> None:
    data = shipped_file(id).read_bytes()
    catalogue = with_files(tmp_path, copy=data)
    original, copied = Catalogue().get(id), catalogue.get(id)
    assert original
    assert copied
    assert (copied.playbook, copied.digest) == (original.playbook, original.digest)
    assert (copied.shipped, original.shipped, original.origin) == (False, True, f"{id}.toml")


LINES = GOOD.splitlines()
VALUES = ["1", "-1", '""', '"x"', "[]", "{}", "true", "nan", "2026-02-02", "[1]", f"0x{'f' * 4000}", '{ a = "x" }']


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(["", *VALUES]), st.booleans()), max_size=4))
def test_a_damaged_playbook_loads_or_says_why_not(damage: list[tuple[int, str, bool]]) -> None:
    lines = list(LINES)
    for at, value, whole in damage:
        key, equals, _ = lines[at].partition(" = ")
        lines[at] = value if whole or not equals else f"{key} = {value}"
    said = "x.toml: nothing is wrong"
    try:
        loaded = parse("\n".join(lines).encode(), "x.toml")
        assert loaded.playbook.id == tomllib.loads("\n".join(lines))["id"]
    except PlaybookError as error:
        said = str(error)
    assert all(line.startswith("x.toml: ") and len(line) > 15 for line in said.splitlines())
