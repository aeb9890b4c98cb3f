"""Contents that are wrong in every way a person or a program gets them wrong, with all that is to be said of each."""

from __future__ import annotations

NO_ID = "is not an id; use a-z, 0-9 and '-', at most 64, not starting with '-'"
NO_VOTE = "is no vote; give 0 to 3, true or false, '.' (no idea) or '-' (abstains)"
AI = "risk-compliance, data-maturity, integration-complexity, business-impact"

# What stands after the three lines that every file needs, so that the first line of it is line 4.

BAD_CONTENT: dict[str, tuple[str, list[str]]] = {
    "unknown keys": (
        'ownr = "x"\n[scores.risk-compliance]\nscore = 1\nwy = "x"\n[metrics.m]\nname = "M"\nzzz = 3',
        [
            "line 4: ownr: unknown key 'ownr' (did you mean 'owner'?)",
            "line 7: scores.risk-compliance.wy: unknown key 'wy' (did you mean 'why'?)",
            "line 10: metrics.m.zzz: unknown key 'zzz'",
        ],
    ),
    "wrong types": (
        'owner = 3\nstart = "soon"\narchived = "yes"\nlength_weeks = 6.0\nscores = 1\ngates = [true]\n'
        'metrics = { a = 1 }\npilot = true\n[raci.pilot]\nconsulted = "Legal"\ninformed = [1]',
        [
            "line 4: owner: expected text in quotes, not 3",
            "line 5: start: expected a date such as 2026-03-02",
            "line 6: archived: expected true or false, not 'yes'",
            "line 7: length_weeks: expected a whole number, not 6.0",
            "line 8: scores: expected a table, not 1",
            "line 9: gates: expected a table, not a list",
            "line 10: metrics.a: expected a table, not 1",
            "line 11: pilot: expected a table, not true",
            "line 13: raci.pilot.consulted: expected a list, not 'Legal'",
            "line 14: raci.pilot.informed.0: expected text in quotes, not 1",
        ],
    ),
    "scores": (
        "[scores.risk-compliance]\nscore = 7\n[scores.data-maturity]\nscore = -1\n[scores.business-impact]\n"
        'score = "2"\n[scores.integration-complexity]\nscore = true\n[scores.taste]\nscore = 1\n'
        "[scores.flair]\nscore = 9",
        [
            "line 5: scores.risk-compliance.score: 7 is too large; give at most 3",
            "line 7: scores.data-maturity.score: -1 is too small; give 0 or more",
            "line 9: scores.business-impact.score: expected a whole number, not '2'",
            "line 11: scores.integration-complexity.score: expected a whole number, not true",
            f"line 12: scores.taste: playbook 'ai' has no dimension 'taste'; it has {AI}",
            f"line 14: scores.flair: playbook 'ai' has no dimension 'flair'; it has {AI}",
            "line 15: scores.flair.score: 9 is too large; give at most 3",
        ],
    ),
    "no meaning to the playbook": (
        'template = "x"\n[gates]\nlaw = true\n[artifacts]\nflag = true\n[checklists.none.a]\ndone = true\n'
        "[checklists.pilot.none]\ndone = true\n[phases.none]\nshift_days = 3\n[committee]\nnobody = 'Z'\n",
        [
            "line 4: template: playbook 'ai' has no template 'x'; it has knowledge-search, support-automation, "
            "personalisation, recommender, high-risk-decision",
            "line 6: gates.law: playbook 'ai' has no gate 'law'; it has regulated-decision",
            "line 8: artifacts.flag: playbook 'ai' has no artifact 'flag'; it has none",
            "line 9: checklists.none: playbook 'ai' has no checklist 'none'; it has pilot, takeaways, "
            "metrics-engineering, governance",
            "line 11: checklists.pilot.none: playbook 'ai' has no pilot checklist item 'none'; it has outcome, "
            "classify, scope, metrics, mvp, evaluate, decide",
            "line 13: phases.none: playbook 'ai' has no phase 'none'; a phase of your own needs a name",
            "line 16: committee.nobody: playbook 'ai' has no committee seat 'nobody'; it has executives, legal, "
            "product, platform",
        ],
    ),
    "references to nothing": (
        "[deliverables.mvp]\nneeds = ['x']\n[deliverables.own]\nname = 'Own'\n[phases.build]\nwaits_for = ['y']\n"
        "[sprints.s]\nname = 'S'\nstart = 2026-02-02\nweeks = 2\nphase = 'z'\nde_risks = 'q'\n"
        "[metrics.time-saved]\nsurrogate = 'none'\n[risks.hallucination]\nguardrails = ['prompts', 'hope']\n"
        "[reviews.r]\nchecklist = 'pilot'\nanswers.none.ok = true\n[reviews.s]\nchecklist = 'none'\n"
        "[workshops.w.votes.1.taste]\np = 1\n[workshops.w.reasons]\nflair = 'x'\n[workshops.w.result]\nlaw = true",
        [
            "line 5: deliverables.mvp.needs: no deliverable 'x' in this project or its playbook",
            "line 6: deliverables.own: not a deliverable of the playbook; one of your own needs name and phase",
            "line 9: phases.build.waits_for: no deliverable 'y'; give one, or pilots",
            "line 14: sprints.s.phase: playbook 'ai' has no phase 'z'; it has frame, metrics-data, build, "
            "pilot-decide, operationalise, pilot",
            "line 15: sprints.s.de_risks: no deliverable 'q'",
            "line 17: metrics.time-saved.surrogate: no metric 'none' in project or playbook",
            "line 19: risks.hallucination.guardrails: playbook 'ai' has no guardrail for risk 'hallucination' 'hope'; "
            "it has attribution, retrieval, prompts",
            "line 22: reviews.r.answers.none: playbook 'ai' has no pilot checklist item 'none'; it has outcome, "
            "classify, scope, metrics, mvp, evaluate, decide",
            "line 24: reviews.s.checklist: playbook 'ai' has no checklist 'none'; it has pilot, takeaways, "
            "metrics-engineering, governance",
            f"line 25: workshops.w.votes.1.taste: playbook 'ai' has no dimension or gate 'taste'; it has {AI}, "
            "regulated-decision",
            f"line 28: workshops.w.reasons.flair: playbook 'ai' has no dimension or gate 'flair'; it has {AI}, "
            "regulated-decision",
            f"line 30: workshops.w.result.law: playbook 'ai' has no dimension or gate 'law'; it has {AI}, "
            "regulated-decision",
        ],
    ),
    "entries of one's own without a name": (
        "[metrics.a]\n[slos.b]\n[risks.c]\n[runbooks.d]\n[drills.e]\n[comms.f]\n[stakeholders.g]\n[milestones.h]",
        [
            "line 4: metrics.a: not a metric of playbook 'ai'; one of your own needs a name",
            "line 5: slos.b: not a slo of playbook 'ai'; one of your own needs a name",
            "line 6: risks.c: not a risk of playbook 'ai'; one of your own needs a name",
            "line 7: runbooks.d: not a runbook of playbook 'ai'; one of your own needs a name",
            "line 8: drills.e: not a drill of playbook 'ai'; one of your own needs a name",
            "line 9: comms.f: not in playbook 'ai'; one of your own needs what",
            "line 10: stakeholders.g.name: missing; this key is needed",
            "line 11: milestones.h.name: missing; this key is needed",
            "line 11: milestones.h.date: missing; this key is needed",
        ],
    ),
    "dates": (
        "start = 2026-02-02T10:00:00\n[override]\npace = 'hybrid'\nwhy = 'x'\non = 1770163200\n[pilot]\n"
        "start = 10:00:00\n[roadmap]\nstart = 2026-02-02 10:00:00Z\nagreed = 1850-01-01\n"
        "[metrics.time-saved.readings]\n2026-02-30 = 1.0\nmonday = 2.0\n20260216 = 3.0",
        [
            "line 4: start: expected a date such as 2026-03-02",
            "line 8: override.on: expected a date such as 2026-03-02",
            "line 10: pilot.start: expected a date such as 2026-03-02",
            "line 12: roadmap.start: expected a date such as 2026-03-02",
            "line 13: roadmap.agreed: 1850-01-01 is too small; give 1900-01-01 or more",
            "line 15: metrics.time-saved.readings.2026-02-30: '2026-02-30' is not a date; give one such as 2026-03-02",
            "line 16: metrics.time-saved.readings.monday: expected a date such as 2026-03-02",
            "line 17: metrics.time-saved.readings.20260216: expected a date such as 2026-03-02",
        ],
    ),
    "numbers": (
        f"length_weeks = {'9' * 30}\n[error_budget]\nallowed = {'9' * 400}\nused = inf\n[metrics.time-saved]\n"
        f"baseline = nan\ntarget = '3'\nconfidence = 0\norder = 0x{'f' * 5000}\n[slos.latency]\nobjective = 101",
        [
            f"line 4: length_weeks: {'9' * 30} is too large; give at most 520",
            "line 6: error_budget.allowed: a number of more than 60 digits is too large",
            "line 7: error_budget.used: expected a finite number, not inf",
            "line 9: metrics.time-saved.baseline: expected a finite number, not nan",
            "line 10: metrics.time-saved.target: expected a number, not '3'",
            "line 11: metrics.time-saved.confidence: 0 is too small; give more than 0.0",
            "line 12: metrics.time-saved.order: a number of more than 60 digits is too large; give at most 9999",
            "line 14: slos.latency.objective: 101 is too large; give at most 100.0",
        ],
    ),
    "keys that are no ids": (
        f'id = "No Id"\n[scores."Risk!"]\nscore = 1\n[metrics."\\u001b[31m"]\nname = "x"\n["a b"]\n[pilot.earlier.0]\n'
        f'start = 2026-02-02\nweeks = 2\ndecision = "iterate"\non = 2026-02-16\n["{"k" * 200}"]\n'
        '[stakeholders]\n"" = 1',
        [
            f"line 4: id: 'No Id' {NO_ID}",
            f"line 5: scores.Risk!: 'Risk!' {NO_ID}",
            f"line 7: metrics.\ufffd[31m: '\\x1b[31m' {NO_ID}",
            "line 9: a b: unknown key 'a b'",
            "line 10: pilot.earlier.0: '0' is not a number from 1 to 99",
            f"line 15: {'k' * 57}...: unknown key '{'k' * 57}...'",
            f"line 17: stakeholders.: '' {NO_ID}",
            "line 17: stakeholders.: expected a table, not 1",
        ],
    ),
    "keys that look like types": (
        "[metrics.int]\nname = 'x'\ntarget = 'y'\n[metrics.date]\nname = 3\nbool = 4\n[related]\nstr = 5",
        [
            "line 6: metrics.int.target: expected a number, not 'y'",
            "line 8: metrics.date.name: expected text in quotes, not 3",
            "line 9: metrics.date.bool: unknown key 'bool'",
            "line 11: related.str: expected text in quotes, not 5",
        ],
    ),
    "votes": (
        "[workshops.w.votes.1.business-impact]\na = 4\nb = 'x'\nc = true\nd = '.'\n"
        "[workshops.w.votes.x.data-maturity]\n",
        [
            f"line 5: workshops.w.votes.1.business-impact.a: 4 {NO_VOTE}",
            f"line 6: workshops.w.votes.1.business-impact.b: 'x' {NO_VOTE}",
            "line 9: workshops.w.votes.x: 'x' is not a number from 1 to 99",
        ],
    ),
    "what contradicts itself": (
        "length_weeks = 2\nlength_months = 3\n[checklists.pilot.scope]\nna = true\n[checklists.pilot.mvp]\nna = true\n"
        "done = true\nwhy = 'x'\n[pilot.decision]\ndecision = 'scale'\non = 2026-02-02\nwhy = ' '",
        [
            "line 6: checklists.pilot.scope: not applicable needs a why",
            "line 8: checklists.pilot.mvp: an item is either done or not applicable, not both",
            "line 15: pilot.decision.why: empty; give some text",
        ],
    ),
    "a long currency": (
        "[costs]\namount = 1\ncurrency = 'pieces of eight'\nevery = 'week'",
        ["line 6: costs.currency: too long; at most 12 characters"],
    ),
    "two lengths": ("length_weeks = 2\nlength_months = 3", ["give length_weeks or length_months, not both"]),
    "a decision without a start": (
        "[pilot.decision]\ndecision = 'scale'\non = 2026-02-02\nwhy = 'x'",
        ["line 4: pilot: a decision needs a pilot that was started: give pilot.start"],
    ),
    "texts": (
        f"owner = '{'x' * 1001}'\nsummary = '{'x' * 20001}'\nplaybook_digest = 'x'\n[costs]\namount = 1\n"
        "currency = ' '\nevery = 'day'\n[metrics.m]\nname = 'M'\n[[lessons]]\n",
        [
            "line 4: owner: too long; at most 1,000 characters",
            "line 5: summary: too long; at most 20,000 characters",
            "line 6: playbook_digest: 'x' is no digest of a playbook: 16 of 0-9 and a-f",
            "line 9: costs.currency: empty; give some text",
            "line 10: costs.every: 'day' is not known; give 'week', 'month' or 'quarter'",
            "line 13: lessons: expected a table, not a list",
        ],
    ),
    "deleted": ("deleted = true", ["line 4: deleted: unknown key 'deleted'"]),
}
