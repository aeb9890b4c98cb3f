"""Sessions of two people on a folder to which anything may happen that costs nothing: the plain model stays right.

The histories of `tests/session` are gone through again with short segments, checkpoints in a thread, checkpoints that
are lost or damaged under the hands of those who have them open, and writers that died in the middle of a line.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.session.sessions import opened
from tests.session.test_histories import Run, Wanted, wants

from paceplan.session import Session

WHO = st.sampled_from(["ann", "bo", "twin"])
ACTIONS = st.dictionaries(st.sampled_from("ppq"), wants(), min_size=1, max_size=2)


class Folder(RuleBasedStateMachine):
    """Three sessions, two of them of one person, on one folder."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("paceplan.store.workspace.SEGMENT_BYTES", 1_500)
        self.patch.setattr("paceplan.store.reading._LEAST_TAIL", 1_000)
        self.patch.setattr(Session, "_row", lambda self, project: {"id": project.id, "name": project.name})
        self.folder = Path(tempfile.mkdtemp())
        self.run = Run(self.folder)
        self.garbled = False

    def teardown(self) -> None:
        try:
            for session in self.run.sessions.values():
                session.poll()
                self.run.agrees(session)
            last = opened(self.folder)
            self.run.agrees(last)
            findings = last.workspace.verify()
            assert [found.text for found in findings if found.what != "checkpoint" or not self.garbled] == []
            for session in (last, *self.run.sessions.values()):
                session.close()
        finally:
            self.patch.undo()
            shutil.rmtree(self.folder)

    @rule(who=WHO, wanted=ACTIONS)
    def act(self, who: str, wanted: dict[str, Wanted]) -> None:
        self.run.take(who, "act", wanted)

    @rule(who=WHO, what=st.sampled_from(["undo", "undo", "redo", "poll", "reopen"]))
    def move(self, who: str, what: str) -> None:
        self.run.take(who, what, None)

    @rule(who=WHO)
    def checkpoint(self, who: str) -> None:
        self.run.take(who, "checkpoint", None)

    @rule(who=WHO, wanted=ACTIONS, other=WHO)
    def checkpoint_while_others_work(self, who: str, wanted: dict[str, Wanted], other: str) -> None:
        self.run.take(who, "poll", None)
        workspace = self.run.sessions[who].workspace
        workspace.checkpoint_behind()
        if other != who:
            self.run.take(other, "act", wanted)
        assert workspace.settled()

    @rule()
    def lose_the_checkpoint(self) -> None:
        (self.folder / "paceplan.json").unlink(missing_ok=True)
        self.garbled = False

    @rule(place=st.integers(0, 5_000))
    def damage_the_checkpoint(self, place: int) -> None:
        path = self.folder / "paceplan.json"
        if path.exists():
            data = bytearray(path.read_bytes())
            data[place % len(data)] ^= 64
            path.write_bytes(data)
            self.garbled = True  # and it may stay so in the next one

    @rule(fragment=st.binary(min_size=1, max_size=40).filter(lambda data: b"\n" not in data))
    def die_in_the_middle_of_a_line(self, fragment: bytes) -> None:
        for path in sorted((self.folder / "journal").glob("*.journal"))[-1:]:
            with path.open("ab") as file:
                file.write(fragment)

    @invariant()
    def nothing_is_read_only(self) -> None:
        assert all(session.workspace.readonly is None for session in self.run.sessions.values())


def _run(examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    run_state_machine_as_test(Folder, settings=chosen)


def test_whatever_happens_to_the_folder_everybody_sees_what_was_done() -> None:
    _run(40, 25)


@pytest.mark.long
def test_whatever_happens_to_the_folder_in_long_histories() -> None:
    _run(600, 50)
