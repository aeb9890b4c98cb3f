"""project -> project: write down what was learned; and find it again over all projects.

A summary row says only how many lessons a project has: their texts would make every row longer, and a search has to
look only into the projects that have some.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core.errors import Refused
from paceplan.core.text import clean, nearest, slug

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

_WORDS_OF_ID = 5
_WHOLE_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that Unicode does not take apart into a plain one and its mark."""


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson with the project that taught it; `searched` is what the words of a search are looked for in."""

    project: str
    name: str
    """The project's name."""
    id: str
    on: dt.date
    text: str
    tags: tuple[str, ...]
    by: str
    searched: str

    def as_json(self) -> dict[str, Any]:
        """Return the lesson as the public contract has it."""
        return {
            "project": self.project, "name": self.name, "id": self.id, "on": self.on.isoformat(), "text": self.text,
            "tags": list(self.tags), "by": self.by,
        }  # fmt: skip


def learn(
    project: Project,
    playbook: Playbook,
    *,
    text: str,
    on: dt.date,
    id: str | None = None,
    tags: Iterable[str] = (),
    by: str = "",
) -> Project:
    """Write a lesson down; without `id` under one made of its first words, with one that is there instead of it."""
    from paceplan.core.entries import Lesson

    if not text.strip():
        raise Refused("lessons: a lesson needs a text; say in a line what was learned", ("lessons",))
    if id is None:
        id = slug(" ".join(text.split()[:_WORDS_OF_ID]), set(project.lessons))
    kept = tuple(dict.fromkeys(tag for tag in (clean(t).strip() for t in tags) if tag))
    lesson = Lesson(on=on, text=text, tags=kept, by=by)
    return project.model_copy(update={"lessons": {**project.lessons, id: lesson}})


def forget(project: Project, playbook: Playbook, *, id: str) -> Project:
    """Take a lesson away; raises `Refused` where there is none of that id."""
    if id not in project.lessons:
        have = f"it has {', '.join(project.lessons)}" if project.lessons else "it has none"
        raise Refused(f"lessons: no lesson '{id}'{nearest(id, list(project.lessons))}; {have}", ("lessons", id))
    return project.model_copy(update={"lessons": {i: v for i, v in project.lessons.items() if i != id}})


def gather(
    rows: Iterable[Mapping[str, Any]], document: Callable[[str], Mapping[str, Any] | None]
) -> list[Found]:  # fmt: skip
    """Return every lesson of the projects in `rows` that are not deleted, newest first, then by project and id.

    `document` gives a project as it is stored; it is asked for those alone that have lessons, or whose row comes from
    release 0.1.0 and does not say.
    """
    found = []
    for row in rows:
        if row.get("deleted") or not (row.get("lessons") or "v" not in row):
            continue
        for id, lesson in ((document(row["id"]) or {}).get("lessons") or {}).items():
            found.append(_found(row, id, lesson))
    found.sort(key=lambda f: (f.name.casefold(), f.project, f.id))
    found.sort(key=lambda f: f.on, reverse=True)
    return found


def _found(row: Mapping[str, Any], id: str, lesson: Mapping[str, Any]) -> Found:
    text, tags, name = lesson["text"], tuple(lesson.get("tags", ())), row["name"]
    searched = folded("\n".join((text, *tags, name)))
    on = dt.date.fromisoformat(lesson["on"])
    return Found(row["id"], name, id, on, text, tags, lesson.get("by", ""), searched)


def matching(found: Iterable[Found], words: str) -> list[Found]:
    """Return those with every one of `words` in text, tags or project's name, whatever its case or its accents."""
    wanted = folded(words).split()
    return [lesson for lesson in found if all(word in lesson.searched for word in wanted)]


def search(
    rows: Iterable[Mapping[str, Any]], document: Callable[[str], Mapping[str, Any] | None], words: str = ""
) -> list[Found]:  # fmt: skip
    """Return the lessons over all projects in `rows` that match `words`, newest first; without words all of them."""
    return matching(gather(rows, document), words)


def folded(text: str) -> str:
    """Return `text` without case and accents, for comparing."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold().translate(_WHOLE_LETTERS)
