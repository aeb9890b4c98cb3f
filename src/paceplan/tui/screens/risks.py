"""The Risks tab: the register on its grid, runbooks, drills with their reports, and the recurring cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core import costs, drills, runbooks
from paceplan.core import risks as core
from paceplan.core.errors import Refused
from paceplan.core.risks import IMPACTS, LIKELIHOODS, RiskState
from paceplan.tui.in_force import key, span
from paceplan.tui.presentation import people_page, risks_page
from paceplan.tui.presentation import risks as shown
from paceplan.tui.presentation.words import day
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.choose import Choice
from paceplan.tui.screens.holding import ask_held
from paceplan.tui.screens.read import ReadScreen
from paceplan.tui.screens.sections import SectionsPane
from paceplan.tui.screens.ticks import TickItem, TicksScreen
from paceplan.tui.widgets.section_list import SectionRow

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.core.drills import DrillState
    from paceplan.core.runbooks import RunbookState
    from paceplan.tui.presentation.risks import Risks

_RISK = ("risk",)


class RisksPane(SectionsPane):
    """Lists what can go wrong and what is in place, and draws the one under the cursor."""

    SCOPE = "risks"
    BINDINGS = bindings("risks")
    FITS = {
        "done": ("risk", "drill"), "likelihood-0": _RISK, "likelihood-1": _RISK, "likelihood-2": _RISK,
        "likelihood-3": _RISK, "worse": _RISK, "milder": _RISK, "guardrails": _RISK, "mitigation": _RISK,
        "owner": ("risk", "runbook"), "trigger": ("runbook",), "steps": ("runbook",), "take": ("drill",),
        "every": ("drill",), "reports": ("drill",), "note": ("cost",), "name": ("risk", "runbook", "drill"),
        "remove": ("risk", "runbook", "drill", "cost"),
    }  # fmt: skip
    KINDS = {
        "risk": "a risk", "runbook": "a runbook", "drill": "a drill", "cost": "the recurring cost",
        "pitfall": "a pitfall", "advice": "advice of the playbook",
    }  # fmt: skip
    LEVELS = {
        "likelihood": ("How likely is it?", LIKELIHOODS),
        "impact": ("How much harm does it do?", IMPACTS),
    }

    # What shows

    def gather(self) -> Risks:
        return shown.risks_of(*self.now(), self.pace)

    def rows(self) -> list[SectionRow]:
        return list(shown.rows_of(self.found, self.context.today, self.context.glyphs))

    def page(self, row: SectionRow, width: int, height: int) -> list[Content]:
        found: Risks = self.found
        today, glyphs = self.context.today, self.context.glyphs
        if risk := self._risk():
            return risks_page.risk_page(risk, found, width, height, glyphs)
        if runbook := self._runbook():
            return risks_page.runbook_page(runbook, width, height, glyphs)
        if drill := self._drill():
            return risks_page.drill_page(drill, today, width, height, glyphs)
        if row.kind == "pitfall":
            return risks_page.pitfall_page(found.pitfalls[row.key], width, height, glyphs)
        if row.kind == "advice":
            return people_page.advice_page(found.advice[row.key], width, height, glyphs)
        return risks_page.cost_page(found, width, height, glyphs)

    def values(self, row: SectionRow) -> dict[str, str]:
        found: Risks = self.found
        if risk := self._risk():
            return {
                "name": risk.name, "likelihood": f"{risk.likelihood} {LIKELIHOODS[risk.likelihood]}",
                "impact": f"{risk.impact} {IMPACTS[risk.impact]}", "mitigation": risk.mitigation, "owner": risk.owner,
                "guardrails": f"{risk.ticked} of {len(risk.guardrails)}", "done": "open" if risk.open else "closed",
            }  # fmt: skip
        if r := self._runbook():
            return {"name": r.name, "trigger": r.trigger, "owner": r.owner or "nobody", "steps": f"{len(r.steps)}"}
        if drill := self._drill():
            last = day(drill.last, self.context.today) if drill.last else "never"
            return {
                "name": drill.name,
                "every": drill.every,
                "done": f"last {last}",
                "reports": f"{len(drill.reports)}",
            }
        return {"cost": costs.told(found.cost), "note": found.cost.note} if found.cost else {}

    def _key(self, kind: str) -> str:
        row = self.current
        return row.key if row and row.kind == kind else ""

    def _risk(self) -> RiskState | None:
        found: Risks = self.found
        return found.risk(self._key("risk"))

    def _runbook(self) -> RunbookState | None:
        found: Risks = self.found
        return found.runbook(self._key("runbook"))

    def _drill(self) -> DrillState | None:
        found: Risks = self.found
        return found.drill(self._key("drill"))

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if reason := super().why_not(action_id):
            return reason
        risk, drill, cost = self._risk(), self._drill(), self.found.cost
        if action_id == "risks.edit" and self.current and self.current.kind in ("pitfall", "advice"):
            return f"These are the playbook's words; {key('risks.read')} reads all of them."
        if action_id == "risks.guardrails" and risk and not risk.guardrails:
            return f"The playbook has no guardrail for it; {key('risks.mitigation')} writes what is done about it."
        if action_id == "risks.take" and drill and drill.taken:
            return f"'{drill.name}' is taken up already."
        if action_id == "risks.reports" and drill and not drill.reports:
            return f"It was not held yet: {key('risks.done')} records it."
        if action_id == "risks.note" and cost is None:
            return f"No cost is named yet: {key('risks.cost')} names it."
        if action_id == "risks.remove":
            own = (self._risk() or self._runbook() or drill) if self.current else None
            taken = own.taken if own else cost is not None
            return None if taken else "There is nothing of the project's own to take away."
        return None

    def do_done(self) -> None:
        if risk := self._risk():
            self.do(core.assess, risk=risk.id, open=not risk.open)
        elif drill := self._drill():

            def hold(on: dt.date, report: str) -> str | None:
                return self.do(drills.hold, drill=drill.id, on=on, report=report, today=self.context.today)

            ask_held(self, drill.name, hold)

    def do_add(self) -> None:
        row = self.current
        if row and row.kind in ("risk", "runbook", "drill"):
            self._add(row.kind)
        else:
            choices = [Choice("risk", "A risk"), Choice("runbook", "A runbook"), Choice("drill", "A drill")]
            self.choose("What is to be added?", choices, self._add)

    def _add(self, kind: str) -> None:
        if kind == "risk":
            levels = span(*(f"risks.likelihood-{n}" for n in range(4)))
            hint = f"{levels} sets its likelihood, {key('risks.worse')} and {key('risks.milder')} its impact."
            self.add_named("What can go wrong?", core.add, "risk", hint)
        elif kind == "drill":
            self.choose_rhythm(
                lambda every: self.add_named("What is rehearsed?", drills.add, "drill", every=every), "quarter"
            )
        else:
            _, playbook = self.now()
            choices = [Choice("", "Empty")] + [Choice(i, r.name, text=r.text) for i, r in playbook.runbooks.items()]
            self.choose("Which template does it start from?", choices, self._add_runbook)

    def _add_runbook(self, template: str) -> None:
        hint = (
            f"{key('risks.trigger')} sets what sets it off, {key('risks.owner')} "
            f"its one owner, {key('risks.steps')} its steps."
        )
        self.add_named("What is to be recovered?", runbooks.draft, "runbook", hint, template=template or None)

    def level_of(self, field: str) -> int:
        risk = self._risk()
        return int(getattr(risk, field)) if risk else 0

    def set_level(self, field: str, value: int) -> object:
        risk = self._risk()
        return self.do(core.assess, risk=risk.id, **{field: value}) if risk else None

    def do_guardrails(self) -> None:
        if (risk := self._risk()) is None:
            return

        def now() -> Sequence[TickItem]:
            found: Risks = self.found
            current = found.risk(risk.id)
            return [TickItem(g.id, g.name, g.text, g.ticked) for g in current.guardrails] if current else []

        def tick(guardrail: str, ticked: bool) -> None:
            self.do(core.guard, risk=risk.id, guardrail=guardrail, ticked=ticked)

        self.app.push_screen(TicksScreen(f"Guardrails: {risk.name}", now, tick, self.context))

    def do_mitigation(self) -> None:
        if risk := self._risk():
            self.ask(
                "What is done about it?", lambda text: self.do(core.assess, risk=risk.id, mitigation=text),
                value=risk.mitigation, hint=risk.name, long=True,
            )  # fmt: skip

    def do_owner(self) -> None:
        if risk := self._risk():
            self.ask(
                "Who watches it?", lambda text: self.do(core.assess, risk=risk.id, owner=text),
                value=risk.owner, hint=risk.name,
            )  # fmt: skip
        elif runbook := self._runbook():
            self.ask(
                "Who runs it? Exactly one.", lambda text: self.do(runbooks.write, runbook=runbook.id, owner=text),
                value=runbook.owner, hint=runbook.name,
            )  # fmt: skip

    def do_trigger(self) -> None:
        if runbook := self._runbook():
            self.ask(
                "What sets it off?", lambda text: self.do(runbooks.write, runbook=runbook.id, trigger=text),
                value=runbook.trigger, hint=f"{runbook.name}. The rollback trigger.", long=True,
            )  # fmt: skip

    def do_steps(self) -> None:
        if runbook := self._runbook():
            self.ask(
                "Which steps, one a line?",
                lambda text: self.do(runbooks.write, runbook=runbook.id, steps=text.splitlines()),
                value="\n".join(runbook.steps), hint=f"{runbook.name}. Nothing takes the template's again.", long=True,
            )  # fmt: skip

    def do_take(self) -> None:
        if drill := self._drill():
            self.do(drills.take, drill=drill.id)

    def do_every(self) -> None:
        if drill := self._drill():
            self.choose_rhythm(lambda every: self.do(drills.take, drill=drill.id, every=every), drill.every)

    def do_reports(self) -> None:
        if (drill := self._drill()) is None:
            return
        choices = [Choice(on.isoformat(), day(on, self.context.today), aside=text) for on, text in drill.reports]
        self.choose(f"{drill.name}: which report?", choices, self._ask_report)

    def _ask_report(self, iso: str) -> None:
        drill = self._drill()
        found = {on.isoformat(): (on, text) for on, text in drill.reports} if drill else {}
        if drill is None or iso not in found:
            return
        on, text = found[iso]
        choices = [Choice("correct", "Correct the report"), Choice("strike", "It was not held that day")]
        self.choose(day(on, self.context.today), choices, lambda key: self._report(drill.id, on, text, key))

    def _report(self, drill: str, on: dt.date, text: str, what: str) -> None:
        if what == "strike":
            self.do(drills.strike, drill=drill, on=on)
        else:
            self.ask(
                "What did the drill show?", lambda report: self.do(drills.hold, drill=drill, on=on, report=report),
                value=text, hint=day(on, self.context.today), long=True,
            )  # fmt: skip

    def do_cost(self) -> None:
        cost = self.found.cost

        def submit(text: str) -> str | None:
            try:
                amount = costs.parse(text)
            except Refused as refused:
                return refused.message
            return self.do(costs.name, **amount._asdict())

        value = costs.told(cost).partition(", ")[0] if cost else ""
        self.ask("What does it cost, again and again?", submit, value=value, hint="Such as 480 EUR a month.")

    def do_note(self) -> None:
        if cost := self.found.cost:
            self.ask("What is it made of?", lambda text: self.do(costs.remark, note=text), value=cost.note, long=True)

    def do_name(self) -> None:
        if risk := self._risk():
            self.ask("What can go wrong?", lambda text: self.do(core.assess, risk=risk.id, name=text), value=risk.name)
        elif runbook := self._runbook():
            self.ask(
                "What is it called?", lambda text: self.do(runbooks.write, runbook=runbook.id, name=text),
                value=runbook.name,
            )  # fmt: skip
        elif drill := self._drill():
            self.ask(
                "What is it called?", lambda text: self.do(drills.take, drill=drill.id, name=text), value=drill.name
            )

    def do_remove(self) -> None:
        if risk := self._risk():
            self.do(core.drop, risk=risk.id)
        elif runbook := self._runbook():
            self.do(runbooks.drop, runbook=runbook.id)
        elif drill := self._drill():
            self.do(drills.drop, drill=drill.id)
        else:
            self.do(costs.drop)

    def do_read(self) -> None:
        def draw(width: int, height: int | None) -> list[Content]:
            lines, risk, row = people_page.lacking(self.missing(), width), self._risk(), self.current
            if risk:
                lines += [*risks_page.risk_words(risk, width, self.context.glyphs), Content("")]
            elif row:
                lines += [*self.page(row, width, 200), Content("")]
            here = risk.id if risk else ""
            return [*lines, *risks_page.risks_grid(self.found, here, width, 40, glyphs=self.context.glyphs)]

        self.app.push_screen(ReadScreen(draw, "risks.read"))

    def missing(self) -> list[str]:
        """Return what is missing, in the words of the core."""
        project, playbook = self.now()
        found: Risks = self.found
        remarks = [
            *drills.idle(found.drills, self.context.today), *core.bare(project, playbook),
            *runbooks.lacking(project, playbook, self.pace), *costs.unnamed(project, playbook),
        ]  # fmt: skip
        return [remark.text for remark in remarks]
