"""The rule engine: (project, playbook) -> Verdict, with the reasons for it and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core import rule as arithmetic
from paceplan.core.rule import LEVELS, PACES, RANK, State

if TYPE_CHECKING:
    from paceplan.core.playbook import PaceInfo, Playbook
    from paceplan.core.project import Project

NAMES = {"sprint": "a sprint", "hybrid": "a hybrid", "marathon": "a marathon"}


@dataclass(frozen=True, slots=True)
class Reason:
    """What one dimension (`lean`) or one gate (`forces`) contributed."""

    id: str
    text: str
    lean: int | None = None
    forces: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A blocker, a warning or a piece of advice; `id` is what it is about."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of one answer alone that reaches `pace`."""

    id: str
    before: int | bool
    after: int | bool
    pace: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule says of a project, as it stands."""

    pace: str | None
    total: int | None
    maximum: int | None
    marathon_count: int | None
    complete: bool
    possible: tuple[str, ...]
    effective: str | None
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    decides_most: str | None
    blockers: tuple[Remark, ...]
    flips: tuple[Flip, ...]
    margin: int | None
    override: tuple[str, str] | None
    warnings: tuple[Remark, ...]
    advice: tuple[Remark, ...]

    @property
    def certain(self) -> bool:
        """One pace only can come out, whatever the answers still missing."""
        return len(self.possible) == 1

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as the public contract has it."""
        return {
            "pace": self.pace, "total": self.total, "maximum": self.maximum, "marathon_count": self.marathon_count,
            "complete": self.complete, "certain": self.certain, "possible": list(self.possible),
            "effective": self.effective, "blockers": [{"id": b.id, "text": b.text} for b in self.blockers],
            "reasons": [{"id": r.id, "lean": r.lean, "forces": r.forces, "text": r.text} for r in self.reasons],
            "missing": list(self.missing), "decides_most": self.decides_most,
            "flips": [{"id": f.id, "from": f.before, "to": f.after, "pace": f.pace} for f in self.flips],
            "margin": self.margin,
            "override": {"pace": self.override[0], "why": self.override[1]} if self.override else None,
            "warnings": [{"id": w.id, "text": w.text} for w in self.warnings],
            "advice": [{"id": a.id, "text": a.text} for a in self.advice],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is answered, in the playbook's order, and the state and force that it amounts to."""

    scores: dict[str, int]
    gates: dict[str, bool]
    leans: dict[str, int]
    state: State
    forced: int

    def but(self, playbook: Playbook, question: str, answer: int | bool) -> _Answers:
        """Return the answers with this one in place of what stood there."""
        if question in playbook.gates:
            return _answers(playbook, self.scores, self.gates | {question: bool(answer)})
        return _answers(playbook, self.scores | {question: int(answer)}, self.gates)

    def possible(self, playbook: Playbook) -> set[int]:
        """Return the ranks that some completion of these answers reaches."""
        open_gates = [RANK[g.forces] for i, g in playbook.gates.items() if i not in self.gates]
        open_dimensions = len(playbook.dimensions) - len(self.scores)
        return arithmetic.possible_ranks(playbook.rule, self.state, open_dimensions, self.forced, open_gates)


def _answers(playbook: Playbook, scores: dict[str, int], gates: dict[str, bool]) -> _Answers:
    leans = {i: arithmetic.lean(d, scores[i]) for i, d in playbook.dimensions.items() if i in scores}
    state: State = (0, 0)
    for value in leans.values():
        state = arithmetic.add(playbook.rule, state, value)
    return _Answers(scores, gates, leans, state, arithmetic.forced_rank(playbook, gates))


READS = frozenset({
    "playbook", "scores", "gates", "artifacts", "override", "length_weeks", "length_months", "pilot", "roadmap",
    "sprints",
})  # fmt: skip
"""The fields of a project that a verdict rests on."""


def effective_pace(project: Project, playbook: Playbook) -> str | None:
    """Return the pace alone that rules the project, a tenth of the work of a whole verdict."""
    if project.override:
        return project.override.pace
    ranks = _given(project, playbook).possible(playbook)
    return PACES[min(ranks)] if len(ranks) == 1 else None


def _given(project: Project, playbook: Playbook) -> _Answers:
    return _answers(
        playbook,
        {i: project.scores[i].score for i in playbook.dimensions if i in project.scores},
        {i: project.gates[i].answer for i in playbook.gates if i in project.gates},
    )


def judge(project: Project, playbook: Playbook) -> Verdict:
    """Return the verdict of `playbook` on `project`; answers to questions it does not have are left aside."""
    answers = _given(project, playbook)
    ranks = answers.possible(playbook)
    answered = answers.scores | answers.gates
    missing = tuple(i for i in (*playbook.dimensions, *playbook.gates) if i not in answered)
    pace = PACES[min(ranks)] if len(ranks) == 1 else None
    effective = project.override.pace if project.override else pace
    has_rubric = bool(playbook.dimensions)
    return Verdict(
        pace=pace,
        total=answers.state[0] if has_rubric else None,
        maximum=playbook.maximum if has_rubric else None,
        marathon_count=answers.state[1] if has_rubric else None,
        complete=not missing,
        possible=tuple(PACES[rank] for rank in sorted(ranks)),
        effective=effective,
        reasons=_reasons(playbook, answers),
        missing=missing,
        decides_most=_decides_most(playbook, answers, missing) if len(ranks) > 1 else None,
        blockers=_lacking(project, playbook, effective, blocks=True),
        flips=_flips(playbook, answers, min(ranks)) if not missing else (),
        margin=arithmetic.margin(playbook.rule, list(answers.leans.values()), answers.forced) if not missing else None,
        override=(project.override.pace, project.override.why) if project.override else None,
        warnings=tuple(_warnings(project, playbook, answers, pace, effective, complete=not missing)),
        advice=_advice(playbook, answers),
    )


def _reasons(playbook: Playbook, answers: _Answers) -> tuple[Reason, ...]:
    gates, quiet = [], []
    for gate_id, answer in answers.gates.items():
        gate = playbook.gates[gate_id]
        if answer is gate.on:
            gates.append(Reason(gate_id, f"{gate.because} (forces {NAMES[gate.forces]})", forces=gate.forces))
        else:
            quiet.append(Reason(gate_id, f"{gate.name}: {'yes' if answer else 'no'}, forces nothing"))
    order = {i: n for n, i in enumerate((*playbook.dimensions, *playbook.gates))}
    rows = [
        Reason(i, f"{playbook.dimensions[i].name} {answers.scores[i]} of 3 (lean {value})", lean=value)
        for i, value in answers.leans.items()
    ]
    gates.sort(key=lambda r: (-RANK[r.forces or "sprint"], order[r.id]))
    rows.sort(key=lambda r: (-(r.lean or 0), order[r.id]))
    return (*gates, *rows, *sorted(quiet, key=lambda r: order[r.id]))


def _flips(playbook: Playbook, answers: _Answers, now: int) -> tuple[Flip, ...]:
    found: list[tuple[int, int, Flip]] = []
    for place, question in enumerate((*playbook.dimensions, *playbook.gates)):
        before: int | bool = answers.gates[question] if question in playbook.gates else answers.scores[question]
        options = (not before,) if isinstance(before, bool) else LEVELS
        nearest: dict[int, tuple[int, Flip]] = {}
        for after in options:
            reached = min(answers.but(playbook, question, after).possible(playbook))
            step = abs(after - before)
            if reached != now and step < nearest.get(reached, (99,))[0]:
                nearest[reached] = (step, Flip(question, before, after, PACES[reached]))
        found += [(step, place, flip) for step, flip in nearest.values()]
    found.sort(key=lambda entry: (entry[0], entry[1], RANK[entry[2].pace]))
    return tuple(flip for _, _, flip in found)


def _decides_most(playbook: Playbook, answers: _Answers, missing: tuple[str, ...]) -> str | None:
    """Return the open question whose answer leaves the fewest paces on average; the playbook's order breaks ties."""

    def left_open(question: str) -> float:
        options = (False, True) if question in playbook.gates else LEVELS
        return sum(len(answers.but(playbook, question, a).possible(playbook)) for a in options) / len(options)

    return min(missing, key=left_open, default=None)


def _lacking(project: Project, playbook: Playbook, effective: str | None, *, blocks: bool) -> tuple[Remark, ...]:
    """Return the artifacts not in hand; a marathon collects them in its first phase."""
    if effective not in ("sprint", "hybrid"):
        return ()
    have = {i for i, state in project.artifacts.items() if state.done}
    return tuple(
        Remark(i, f"{info.name} is missing")
        for i, info in playbook.artifacts.items()
        if info.blocks is blocks and i not in have
    )


def _warnings(
    project: Project, playbook: Playbook, answers: _Answers, pace: str | None, effective: str | None, *, complete: bool
) -> list[Remark]:
    warnings: list[Remark] = []
    if complete and pace:
        warnings += _disagreement(playbook, answers, pace)
    if effective and pace and effective != pace:
        cost = playbook.paces[effective].wrong  # type: ignore[index]
        text = f"Runs as {NAMES[effective]} although the verdict is {NAMES[pace]}. {cost}"
        warnings.append(Remark("override", text.strip()))
    if effective:
        warnings += _length(project, playbook.paces[effective], effective)  # type: ignore[index]
    warnings += _lacking(project, playbook, effective, blocks=False)
    if pace == "sprint" and playbook.rule.kind == "count":
        for question, value in answers.leans.items():
            if value >= playbook.rule.lean_at:
                name = playbook.dimensions[question].name
                warnings.append(Remark(question, f"Watch {name}: it leans to a marathon ({value} of 3)"))
    return warnings


def _disagreement(playbook: Playbook, answers: _Answers, pace: str) -> list[Remark]:
    limits, total = playbook.rule.disagree, answers.state[0]
    if limits is None:
        return []
    if pace == "marathon" and answers.forced < RANK["marathon"] and total <= limits.marathon_total_at_most:
        text = f"The count says marathon, yet the total is only {total} of {playbook.maximum}: look again"
        return [Remark("total", text)]
    if pace == "sprint" and total >= limits.sprint_total_at_least:
        return [Remark("total", f"The count says sprint, yet the total is {total} of {playbook.maximum}: look again")]
    return []


def _length(project: Project, info: PaceInfo, pace: str) -> list[Remark]:
    """Warn of a length outside the limits of the effective pace; the links of a chain are held to it one by one."""
    lengths: list[tuple[int | None, str, str]]
    if info.chain:
        links = sorted(project.sprints.items(), key=lambda entry: (entry[1].order or 0, entry[0]))
        lengths = [(sprint.weeks, "weeks", f"Sprint '{sprint.name}'") for _, sprint in links]
        if project.pilot:
            lengths.append((project.pilot.weeks, "weeks", "The pilot"))
    else:
        lengths = [(project.length_weeks, "weeks", "The length"), (project.length_months, "months", "The length")]
        if pace != "marathon" and project.pilot and not info.override_only:
            lengths.append((project.pilot.weeks, "weeks", "The pilot"))
        if pace == "marathon" and project.roadmap:
            lengths.append((project.roadmap.length_months, "months", "The roadmap"))
    found: dict[str, Remark] = {}
    for value, unit, what in lengths:
        if value is None:
            continue
        in_unit = value if unit == info.unit else value * 52 / 12 if unit == "months" else value * 12 / 52
        if in_unit < info.min or (info.max is not None and in_unit > info.max):
            limits = f"{info.min}-{info.max}" if info.max else f"{info.min} or more"
            text = f"{what} is {value} {unit}; {NAMES[pace]} usually takes {limits} {info.unit}"
            found.setdefault(f"{value}{unit}{what if info.chain else ''}", Remark("length", text))
    return list(found.values())


def _advice(playbook: Playbook, answers: _Answers) -> tuple[Remark, ...]:
    advice = [
        Remark(i, playbook.dimensions[i].advice[str(score)])
        for i, score in answers.scores.items()
        if str(score) in playbook.dimensions[i].advice
    ]
    for gate_id, answer in answers.gates.items():
        gate = playbook.gates[gate_id]
        if answer is gate.on and gate.advice:
            advice.append(Remark(gate_id, gate.advice))
    return tuple(advice)
