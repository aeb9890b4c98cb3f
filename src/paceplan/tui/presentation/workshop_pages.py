"""A workshop's first page, on which people are named, and its last one, with the pace in large letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core.text import clean
from paceplan.core.workshop_closing import Closing, Disagreement, against, name_of, shares
from paceplan.tui.glyphs import Glyphs, badge, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation.large import large
from paceplan.tui.presentation.layout import labelled, pressing, wrapped
from paceplan.tui.presentation.words import plural
from paceplan.tui.presentation.workshop import WIDEST, roomy
from paceplan.tui.presentation.workshop_reveal import said

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.verdict import Flip

LABEL = 11


def setting_up(
    name: str, count: int, minutes: int, anonymous: bool, queue: Sequence[str], width: int, height: int | None,
    glyphs: Glyphs,
) -> list[Content]:  # fmt: skip
    """Return what a workshop is about, and what can be chosen before it begins."""
    text = min(width, WIDEST)
    lines = [Content("")] if (height or 0) > 10 else []
    lines += [Content.styled(line, "bold") for line in wrapped(clean(name), text)[:2]]
    lines.append(Content.styled(f"{plural(count, 'question')}, {plural(minutes, 'minute')}", "$faint"))
    lines.append(Content(""))
    how = (
        "Everybody votes on each question, hidden until the reveal. Name who is here, with commas between the names, "
        "or give a head-count such as 6. Late-comers can join at any time."
    )
    lines += [Content(line) for line in wrapped(how, text)]
    lines.append(Content(""))
    shown = "no names at the reveal" if anonymous else "names under the bars"
    choice = Content.assemble((f"{key('workshop.anonymous')} ", "$key bold"), (shown, "bold" if anonymous else ""))
    lines.append(pressing(choice, "workshop.anonymous"))
    after = key("workshop.queue")
    then = f"then {', '.join(map(clean, queue))}" if queue else "this project only"
    lines.append(
        pressing(
            Content.assemble((f"{after} ", "$key bold"), fit(then, text - len(after) - 1, glyphs).rstrip()),
            "workshop.queue",
        )
    )
    return lines


def closing(
    found: Closing, playbook: Playbook, then: str, width: int, height: int | None, glyphs: Glyphs
) -> list[Content]:
    """Return the pace, large, why it is that one, what would flip it, and who sees it otherwise.

    `then` is the next project's name, or empty. Without a height nothing is left out.
    """
    text, room = min(width, WIDEST), roomy(width, height)
    lines = [*([Content("")] if room else []), *_pace(found, text, room, glyphs), Content("")]
    blocks = [
        labelled("because", found.reasons, text, label=LABEL, style="bold"),
        labelled("open", [f"not taken: {', '.join(found.open)}"] if found.open else [], text, label=LABEL),
        _flips(found.flips, playbook, text, glyphs),
        _lined(
            "disagreed",
            [disagreed(one, all_names=height is None) for one in found.disagreements],
            text,
            glyphs,
            whole=height is None,
        ),
        _lined("wanted", wanted(found, glyphs), text, glyphs, whole=height is None),
        labelled("next", [clean(then)] if then else [], text, label=LABEL, style="bold"),
    ]
    if height is None:
        return _stack(lines, blocks, gaps=True)
    return _fitted(lines, blocks, height, glyphs)


def _stack(lines: list[Content], blocks: Sequence[list[Content]], *, gaps: bool) -> list[Content]:
    for block in filter(None, blocks):
        lines = [*lines, *block, *([Content("")] if gaps else [])]
    return lines


def _fitted(lines: list[Content], blocks: list[list[Content]], height: int, glyphs: Glyphs) -> list[Content]:
    """Return as much as there is room for: the longest blocks give way first, and say that there is more."""
    whole = _stack(lines, blocks, gaps=True)
    if len(whole) - 1 <= height:
        return whole
    tight = _stack(lines, blocks, gaps=False)
    if len(tight) <= height:
        return tight
    limits, room = [len(block) for block in blocks], height - 1
    while len(lines) + sum(limits) > room and max(limits[1:], default=0) > 1:
        longest = max(range(1, len(limits)), key=lambda n: (limits[n], n))
        limits[longest] -= 1
    shown = _stack(lines, [block[:limit] for limit, block in zip(limits, blocks, strict=True)], gaps=False)
    more = Content.assemble(" " * LABEL, ("v", "$key bold"), (" shows all of it", "$faint"))
    return [*shown[:room], more]


def _pace(found: Closing, width: int, room: bool, glyphs: Glyphs) -> list[Content]:
    verdict = found.verdict
    pace = verdict.pace
    style = f"$pace-{pace} bold" if pace else "bold"
    word = pace.upper() if pace else "OPEN"
    drawn = large(word, glyphs, halved=not room)
    sign = badge(pace, glyphs)
    if not verdict.certain:
        sure = f"still possible: {', '.join(verdict.possible)}"
    elif verdict.margin is not None:
        sure = f"certain, margin {verdict.margin}"
    else:
        sure = "certain"
    if len(drawn[0]) > width:
        return [Content.assemble((sign, style), ("   " + sure, "$faint"))]
    lines = [Content.styled(line, style) for line in drawn]
    votes = f"{plural(found.votes, 'vote')} of {plural(found.people, 'person').replace('persons', 'people')}"
    beside = [sign, sure, votes]
    gap = width - len(drawn[0]) - 3
    if max(map(len, beside)) <= gap:
        for row, words in enumerate(beside):
            lines[row] = Content.assemble(lines[row], "   ", (words, style if row == 0 else "$faint"))
        return lines
    below = f"{sign} {glyphs.on_track} {sure} {glyphs.on_track} {votes}"
    return [*lines, Content.styled(fit(below, width, glyphs).rstrip(), "$faint")]


def _flips(flips: Sequence[Flip], playbook: Playbook, width: int, glyphs: Glyphs) -> list[Content]:
    texts = [f"{name_of(playbook, f.id)} {said(f.before)} {glyphs.right} {said(f.after)}" for f in flips]
    lines = []
    for number, (flip, text) in enumerate(zip(flips, texts, strict=True)):
        label = fit("flips if" if number == 0 else "", LABEL, glyphs)
        pace = badge(flip.pace, glyphs).lower()
        shown = fit(text, min(width - LABEL - 13, 60), glyphs)
        lines.append(Content.assemble((label, "$faint"), shown, "  ", (pace, f"$pace-{flip.pace}")))
    return lines


def _lined(label: str, texts: Sequence[str], width: int, glyphs: Glyphs, *, whole: bool) -> list[Content]:
    """Return texts beside a label: each whole, or in one line that may be cut."""
    if whole:
        return labelled(label, texts, width, label=LABEL)
    cut = [fit(text, width - LABEL, glyphs).rstrip() for text in texts]
    return labelled(label, cut, width, label=LABEL)


def disagreed(one: Disagreement, *, all_names: bool) -> str:
    """Return in a line on what people disagreed: from where to where, who, and what a later round made of it."""
    between = one.widest.ends
    ends = ""
    if between is not None:
        ends = ", ".join(
            f"{said(end)}{f' ({_who(names, all_names)})' if names else ''}"
            for end, names in zip(between, (one.low, one.high), strict=True)
        )
    after = ""
    if one.last.round != one.first.round:
        after = f"; round {one.last.round}: {'agreed' if not one.last.spread else f'spread {one.last.spread}'}"
    return clean(f"{one.name}: {ends}{after}")


def _who(names: Sequence[str], all_names: bool) -> str:
    return ", ".join(names) if all_names or len(names) <= 2 else f"{names[0]} +{len(names) - 1}"


def wanted(found: Closing, glyphs: Glyphs) -> list[str]:
    """Return who wants which other pace, and what the participants' own votes would come to."""
    texts = [f"{clean(w.name)} wants {badge(w.pace, glyphs).lower()}" for w in against(found) if not w.by_votes]
    wishes = [w for w in found.wanted if not w.by_votes]
    if wishes and all(w.agrees for w in wishes):
        texts.append("this pace, all who said what they want")
    if own := shares(found):
        texts.append("own votes: " + ", ".join(f"{n} {badge(pace, glyphs).lower()}" for pace, n in own.items()))
        others = [f"{clean(w.name)} {badge(w.pace, glyphs).lower()}" for w in against(found) if w.by_votes]
        texts += [f"  otherwise: {', '.join(others)}"] if others else []
    return texts
