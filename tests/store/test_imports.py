"""Importing the store stays cheap: none of the large packages comes with it."""

from __future__ import annotations

import pkgutil

import paceplan.store

from .actions import started

HEAVY = {
    "pydantic",
    "textual",
    "rich",
    "click",
    "tinydb",
    "platformdirs",
    "tempfile",
    "logging",
    "asyncio",
    "typing_extensions",
}
LISTING = """
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_the_store_imports_nothing_heavy() -> None:
    names = [f"paceplan.store.{module.name}" for module in pkgutil.iter_modules(paceplan.store.__path__)]
    assert len(names) > 10
    output, _ = started(LISTING, *names).communicate(timeout=60)
    loaded = set(output.split())
    assert "paceplan" in loaded
    assert loaded & HEAVY == set()
