"""A pytest plugin: wherever TinyDB's own tests ask for its JSON storage, they get `CheckpointStorage`.

It is loaded with `-p`, so before the test modules and their conftest, which import the storage by name.
"""

from __future__ import annotations

import pytest
import tinydb
import tinydb.storages

from paceplan.store.storage import CheckpointStorage

_LEAST = 80


class Counted(CheckpointStorage):
    """The storage, and how often one was opened."""

    opened = 0

    def __init__(self, *arguments: object, **named: object) -> None:
        Counted.opened += 1
        super().__init__(*arguments, **named)  # type: ignore[arg-type]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Put the storage in place of TinyDB's."""
    tinydb.JSONStorage = tinydb.storages.JSONStorage = Counted  # type: ignore[misc,assignment]
    tinydb.TinyDB.default_storage_class = Counted  # type: ignore[assignment]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where hardly a test opened it: passing would prove nothing then."""
    print(f"\n{CheckpointStorage.__name__} was opened {Counted.opened} times")
    if Counted.opened < _LEAST:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
