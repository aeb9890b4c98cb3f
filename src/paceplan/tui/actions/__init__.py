"""Every action a user can take, declared once: keys, words, place, and the method that does it; a module a scope.

Bindings, the key bar, the palette and the help screen are all made from this table. Whether an action can run right
now, and if not why, is answered by the screen or pane that does it (`Acting.why_not`).
"""

from __future__ import annotations

from functools import cache

from paceplan.tui.actions.action import Action as Action
from paceplan.tui.actions.action import Scope as Scope
from paceplan.tui.actions.agenda import AGENDA_ACTIONS
from paceplan.tui.actions.balance import BALANCE_ACTIONS
from paceplan.tui.actions.compare import COMPARE_ACTIONS
from paceplan.tui.actions.everywhere import EVERYWHERE_ACTIONS
from paceplan.tui.actions.lessons import LESSONS_ACTIONS
from paceplan.tui.actions.lists import DIALOGUE_ACTIONS, LIST_ACTIONS
from paceplan.tui.actions.log import LOG_ACTIONS
from paceplan.tui.actions.metrics import METRICS_ACTIONS
from paceplan.tui.actions.people import PEOPLE_ACTIONS
from paceplan.tui.actions.pilot import PILOT_ACTIONS
from paceplan.tui.actions.portfolio import PORTFOLIO_ACTIONS
from paceplan.tui.actions.project import PROJECT_ACTIONS
from paceplan.tui.actions.review import REVIEW_ACTIONS
from paceplan.tui.actions.risks import RISKS_ACTIONS
from paceplan.tui.actions.roadmap import ROADMAP_ACTIONS
from paceplan.tui.actions.score import SCORE_ACTIONS
from paceplan.tui.actions.settings import SETTINGS_ACTIONS
from paceplan.tui.actions.timeline import TIMELINE_ACTIONS
from paceplan.tui.actions.workshop import WORKSHOP_ACTIONS

ACTIONS: tuple[Action, ...] = (
    *EVERYWHERE_ACTIONS,
    *PORTFOLIO_ACTIONS,
    *TIMELINE_ACTIONS,
    *COMPARE_ACTIONS,
    *BALANCE_ACTIONS,
    *AGENDA_ACTIONS,
    *LESSONS_ACTIONS,
    *PROJECT_ACTIONS,
    *SCORE_ACTIONS,
    *PILOT_ACTIONS,
    *ROADMAP_ACTIONS,
    *METRICS_ACTIONS,
    *PEOPLE_ACTIONS,
    *RISKS_ACTIONS,
    *LOG_ACTIONS,
    *SETTINGS_ACTIONS,
    *REVIEW_ACTIONS,
    *WORKSHOP_ACTIONS,
    *LIST_ACTIONS,
    *DIALOGUE_ACTIONS,
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def of_scope(*scopes: Scope) -> tuple[Action, ...]:
    """Return the actions of these scopes, in the table's order."""
    return _of_scopes(scopes)


@cache
def _of_scopes(scopes: tuple[Scope, ...]) -> tuple[Action, ...]:
    return tuple(action for action in ACTIONS if action.scope in scopes)
