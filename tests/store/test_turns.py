"""Whoever waits for the lock gets it in turn, also from one that writes without end."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from paceplan.store.errors import Locked
from paceplan.store.lock import Lock
from paceplan.store.workspace import Workspace

from .actions import filled, made, save, started

GREEDY = """
from paceplan.store.lock import Lock
lock = Lock(sys.argv[1])
print("ready", flush=True)
while True:
    lock.acquire(60, "writing without end")
    until = __import__("time").perf_counter() + 0.002
    while __import__("time").perf_counter() < until:
        pass
    lock.release()
"""
ENOUGH = 30


def test_one_that_never_stops_lets_others_go_first(tmp_path: Path) -> None:
    path = str(tmp_path / "lock")
    greedy, lock = started(GREEDY, path), Lock(path)
    try:
        assert greedy.stdout is not None
        assert greedy.stdout.readline() == "ready\n"
        for _ in range(ENOUGH):
            lock.acquire(5, "waiting")
            lock.release()
    finally:
        greedy.kill()
        greedy.communicate()


def test_whoever_had_the_lock_last_leaves_the_way_free_for_one_that_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paceplan.store.lock._WAY", 0.5)  # as long as a busy machine may take to turn to the other
    path = str(tmp_path / "lock")
    mine, order = Lock(path), []
    mine.acquire(1, "mine")

    def wait() -> None:
        other = Lock(path)
        other.acquire(5, "other")
        order.append("other")
        other.release()

    waiting = threading.Thread(target=wait)
    waiting.start()
    while b"other" not in Path(path).read_bytes()[64:]:
        assert waiting.is_alive()
    mine.release()
    mine.acquire(5, "mine")
    order.append("mine")
    mine.release()
    waiting.join()
    assert order == ["other", "mine"]


def lines_of(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text().splitlines()]


def test_who_waits_is_said_only_as_long_as_somebody_does(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder, waiting = Lock(str(path)), Lock(str(path))
    holder.acquire(1, "holding")
    with pytest.raises(Locked) as refused:
        waiting.acquire(0.01, "waiting")
    assert (refused.value.pid, lines_of(path)) == (os.getpid(), [f"{os.getpid()} holding", ""])
    holder.release()


@pytest.mark.parametrize("since", ["", "1 ", "9" * 19 + " "], ids=["older release", "long ago", "before a restart"])
def test_one_that_was_killed_while_it_waited_is_forgotten_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, since: str
) -> None:
    monkeypatch.setattr("paceplan.store.lock._WAY", 60)
    monkeypatch.setattr("paceplan.store.lock._WAY_OF_LONG", 60)
    ended = started("")
    ended.communicate()
    path = tmp_path / "lock"
    lock = Lock(str(path))
    lock.acquire(1, "mine")
    lock.release()
    path.write_bytes(path.read_bytes()[:64] + f"{ended.pid} {since}killed".encode().ljust(63) + b"\n")
    lock.acquire(1, "mine")
    assert lines_of(path) == [f"{os.getpid()} mine", ""]
    lock.release()


class Asleep:
    """Stands in for `time` in the lock: one thread does not wake before the other has looked so many times."""

    def __init__(self, path: Path, *, looks: int) -> None:
        self.order: list[str] = []
        self._path, self._looks, self._awake = str(path), looks, threading.Event()
        self._released = False
        self.monotonic, self.monotonic_ns = time.monotonic, time.monotonic_ns

    def sleep(self, seconds: float) -> None:
        if threading.current_thread().name == "early":
            self._awake.wait(20)
        elif self._released:
            self._looks -= 1
            if self._looks == 0:
                self._awake.set()
        time.sleep(seconds)

    def run(self) -> list[str]:
        """Let the early one wait, then the late one; free the lock, and return the order in which they got it."""
        holder = Lock(self._path)
        holder.acquire(1, "holding")
        threads = []
        for name in ("early", "late"):
            threads.append(threading.Thread(target=self._wait, args=(name,), name=name))
            threads[-1].start()
            while name.encode() not in Path(self._path).read_bytes():
                assert threads[-1].is_alive()
        self._released = True
        holder.release()
        threads[1].join()
        self._awake.set()
        threads[0].join()
        return self.order

    def _wait(self, name: str) -> None:
        lock = Lock(self._path)
        lock.acquire(30, name)
        self.order.append(name)
        lock.release()


def test_one_that_has_waited_long_goes_first_though_it_wakes_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = Asleep(tmp_path / "lock", looks=20)
    for name, value in {"time": asleep, "_LONG": 0.0, "_WAY": 30.0, "_WAY_OF_LONG": 30.0}.items():
        monkeypatch.setattr(f"paceplan.store.lock.{name}", value)
    assert asleep.run() == ["early", "late"]


def test_one_that_does_not_wake_is_waited_for_no_longer_than_it_takes_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = Asleep(tmp_path / "lock", looks=1_000_000)
    for name, value in {"time": asleep, "_LONG": 0.0, "_WAY_OF_LONG": 0.01}.items():
        monkeypatch.setattr(f"paceplan.store.lock.{name}", value)
    assert asleep.run() == ["late", "early"]
    assert lines_of(tmp_path / "lock")[1:] == ["", ""]


def test_more_may_wait_than_there_are_lines_for(tmp_path: Path) -> None:
    path, got = str(tmp_path / "lock"), []
    holder = Lock(path)
    holder.acquire(1, "holding")

    def wait(number: int) -> None:
        lock = Lock(path)
        lock.acquire(30, f"waiting {number}")
        got.append(number)
        lock.release()

    threads = [threading.Thread(target=wait, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    while Path(path).read_bytes().count(b"waiting") < 8:
        assert all(thread.is_alive() for thread in threads)
    holder.release()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(12))
    assert not "".join(lines_of(tmp_path / "lock")[1:])


def test_the_lock_of_an_older_release_has_one_line(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_bytes(b"77 saving".ljust(63) + b"\n")
    lock = Lock(str(path))
    lock.acquire(1, "mine")
    assert lines_of(path) == [f"{os.getpid()} mine"]
    lock.release()


def test_while_others_record_in_turn_a_change_waits_on_for_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = filled(tmp_path, 1), Workspace.open(tmp_path, durable=False)
    real, refused = Lock.acquire, 0

    def acquire(lock: Lock, deadline: float, doing: str) -> None:
        nonlocal refused
        if lock is not mine._lock or refused == 3:
            return real(lock, deadline, doing)
        refused += 1
        save(other, made(f"o{refused}"))
        raise Locked(str(tmp_path), 77, "saving")

    monkeypatch.setattr(Lock, "acquire", acquire)
    assert save(mine, made("p2")).seq == 5
    assert (refused, list(mine.rows())) == (3, ["p1", "o1", "o2", "o3", "p2"])


def test_for_one_that_holds_it_and_records_nothing_nobody_waits_longer(tmp_path: Path) -> None:
    mine, other = filled(tmp_path, 1), Workspace.open(tmp_path, durable=False)
    with other.transaction():
        before = time.monotonic()
        with pytest.raises(Locked, match=f"process {os.getpid()}"), mine.transaction(0.05):
            pass
        assert time.monotonic() - before < 5 * 0.05


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, other = filled(tmp_path, 1), Workspace.open(tmp_path, durable=False)
    real, times = Lock.acquire, 0

    def acquire(lock: Lock, deadline: float, doing: str) -> None:
        nonlocal times
        if lock is not mine._lock:
            return real(lock, deadline, doing)
        times += 1
        save(other, made(f"o{times}"))
        raise Locked(str(tmp_path), 77, "saving")

    monkeypatch.setattr(Lock, "acquire", acquire)
    with pytest.raises(Locked), mine.transaction(0.001):
        pass
    assert times >= 1
