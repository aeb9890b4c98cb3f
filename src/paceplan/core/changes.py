"""What an action changed: the difference between two documents as changes, applied and inverted.

A document is a project's canonical form: nested mappings, lists of strings, scalars. A path is the list of keys to a
value. A scalar or a list is one change; adding or removing an entry of a collection is one change that holds it whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Path = tuple[str, ...]
Document = dict[str, Any]


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"

    def __reduce__(self) -> str:
        """Copied or pickled it stays the one `ABSENT`: it is compared by identity."""
        return "ABSENT"


ABSENT: Final = _Absent()
"""The side of a change on which there is nothing."""

_COLLECTIONS: frozenset[Path] = frozenset(
    {(name,) for name in (
        "scores", "gates", "artifacts", "checklists", "metrics", "slos", "phases", "deliverables", "sprints",
        "milestones", "stakeholders", "committee", "raci", "comms", "risks", "runbooks", "drills", "lessons",
        "workshops", "reviews", "related",
    )}
    | {
        ("checklists", "*"), ("metrics", "*", "readings"), ("metrics", "*", "moved"), ("slos", "*", "readings"),
        ("pilot", "dosage"), ("pilot", "earlier"), ("pilot", "earlier", "*", "dosage"), ("drills", "*", "reports"),
        ("reviews", "*", "answers"), ("workshops", "*", "participants"),
        ("workshops", "*", "votes"), ("workshops", "*", "votes", "*"), ("workshops", "*", "votes", "*", "*"),
        ("workshops", "*", "reasons"), ("workshops", "*", "result"), ("workshops", "*", "sealed"),
        ("workshops", "*", "sealed", "*"), ("workshops", "*", "again"),
        ("roadmap", "baseline", "phases"), ("roadmap", "baseline", "deliverables"), ("roadmap", "baseline", "sprints"),
        ("roadmap", "baseline", "milestones"), ("phases", "*", "moved"), ("deliverables", "*", "moved"),
        ("sprints", "*", "moved"), ("milestones", "*", "moved"), ("milestones", "*", "audit"),
    }
)  # fmt: skip

_BY_ROOT: dict[tuple[str, int], list[Path]] = {}
"""First key and length of a path -> the collections that it may lead to; none begins with any key."""
for _pattern in _COLLECTIONS:
    _BY_ROOT.setdefault((_pattern[0], len(_pattern)), []).append(_pattern)


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one project before and after; `ABSENT` where there was or is none."""

    path: Path
    before: Any
    after: Any

    def inverted(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.path, self.after, self.before)


def is_collection(path: Path) -> bool:
    """Tell whether `path` leads to a mapping keyed by id, whose entries come and go one by one."""
    alike = _BY_ROOT.get((path[0], len(path)), ()) if path else ()
    return any(all(p in ("*", k) for p, k in zip(pattern, path, strict=True)) for pattern in alike)


def diff(before: Document | None, after: Document | None) -> list[Change]:
    """Return the changes that lead from one document to the other, in the order of their paths.

    `None` is a project that does not exist: making or removing one is a single change at the empty path.
    """
    if before is None or after is None:
        whole = Change((), ABSENT if before is None else before, ABSENT if after is None else after)
        return [] if before is after else [whole]
    return sorted(_diff(before, after, ()), key=lambda change: change.path)


def _diff(before: Mapping[str, Any], after: Mapping[str, Any], at: Path) -> Iterator[Change]:
    for key in before.keys() | after.keys():
        path = (*at, key)
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        if old is ABSENT and isinstance(new, dict) and is_collection(path):
            old = {}
        if new is ABSENT and isinstance(old, dict) and is_collection(path):
            new = {}
        if at == () and key != "workshops" and old == new:
            continue  # as nearly all of a document is; only a vote can be 1 or yes, which are equal
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _diff(old, new, path)
        elif old != new or type(old) is not type(new):
            yield Change(path, old, new)


def apply(document: Document | None, changes: Iterable[Change]) -> Document | None:
    """Return `document` with the `after` of each change in place; the argument stays as it was.

    A missing parent is made; a collection left empty goes, so that equal contents are equal documents.
    """
    result = None if document is None else dict(document)
    copied: set[Path] = {()}
    for change in changes:
        if not change.path:
            result = None if change.after is ABSENT else dict(change.after)
            copied = {()}
        elif result is not None or change.after is not ABSENT:
            result = {} if result is None else result
            _set(result, change.path, change.after, copied)
    return result


def _set(root: Document, path: Path, value: Any, copied: set[Path]) -> None:
    node = root
    parents: list[tuple[Document, str, Path]] = []
    for depth, key in enumerate(path[:-1], 1):
        child: Any = node.get(key)
        if not isinstance(child, dict):
            if value is ABSENT:
                return
            child = {}
        here = path[:depth]
        if here not in copied or node.get(key) is not child:
            child = dict(child)
            copied.add(here)
        node[key] = child
        parents.append((node, key, here))
        node = child
    if value is not ABSENT:
        node[path[-1]] = value
        if isinstance(value, dict):
            # A mapping stored whole belongs to the change: copy it before writing into it.
            copied.difference_update([p for p in copied if p[: len(path)] == path])
        return
    node.pop(path[-1], None)
    for parent, key, here in reversed(parents):
        if parent[key] or not is_collection(here):
            return
        del parent[key]


def without_empty_collections(document: Document, at: Path = ()) -> Document:
    """Return `document` without collections that hold no entry; an entry that says nothing stays."""
    out: Document = {}
    for key, value in document.items():
        path = (*at, key)
        if isinstance(value, dict):
            value = without_empty_collections(value, path)
            if not value and is_collection(path):
                continue
        out[key] = value
    return out


def get(document: Mapping[str, Any], path: Path) -> Any:
    """Return the value at `path`, or `ABSENT`."""
    node: Any = document
    for key in path:
        if not isinstance(node, Mapping) or key not in node:
            return ABSENT
        node = node[key]
    return node
