"""The People tab: what it lists and draws, and each thing that keys change in it."""

from __future__ import annotations

import datetime as dt

import pytest
from rich.cells import cell_len
from tests.tui.conftest import EAST_VALLEY, RIVERBEND, Show, Shown, named
from textual.strip import Strip

from paceplan.core import people, signoff
from paceplan.core.errors import Refused
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.glyphs import ASCII, UNICODE, Glyphs
from paceplan.tui.presentation import people_page
from paceplan.tui.presentation.grid import LEAST, Point, grid
from paceplan.tui.presentation.people import people_of, rows_of
from paceplan.tui.screens.choose import ChoiceList, ChooseScreen
from paceplan.tui.widgets.section_list import SectionList


async def go_to(shown: Shown, row_id: str) -> None:
    """Put the cursor on a line of the list."""
    listed = shown.find(SectionList)
    assert row_id in [row.id for row in listed._rows], [row.id for row in listed._rows]
    listed.go_to(row_id)
    await shown.settle()


def line(shown: Shown, row_id: str) -> str:
    """Return a line of the list as it stands."""
    listed = shown.find(SectionList)
    index = next(n for n, row in enumerate(listed._rows) if row.id == row_id)
    return listed.render_row(index, listed.size.width, False).text.rstrip()


# What it lists and draws


async def test_sections_stand_under_their_headings(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people", size=(120, 40)) as shown:
        heads = [row.name for row in shown.find(SectionList)._rows if row.kind == "heading"]
        assert heads == [
            "Stakeholders", "Steering committee", "Who signs off what", "Messages", "Change management",
            "Who signs off which deliverable", "Roles", "Advice on people",
        ]  # fmt: skip
        assert "wants" in shown.panel("people-panel") or "Tempo" in shown.panel("people-panel")


async def test_a_person_stands_on_the_grid_by_name(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people") as shown:
        await go_to(shown, "person board")
        said = shown.panel("people-panel")
        assert "influence 3, concern 2: win over" in said
        assert "HYBRID, while the project runs as ■ MARATHON" in said
        assert "▌! Board of education" in said
        assert "Parent council" in said
        assert "! Board of education" in line(shown, "person board")


async def test_the_tempo_says_who_wants_what_and_the_remedy(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people", size=(120, 40)) as shown:
        await go_to(shown, "tempo")
        said = " ".join(shown.panel("people-panel").split())
        assert "◆ HYBRID" in said
        assert "Board of education (influence 3 of 3) wants a hybrid" in said
        assert "remedy Nest a sprint in the phase" in said
        assert "3 hybrid, 9 marathon" in line(shown, "tempo")
        assert "split" in line(shown, "tempo")


async def test_a_cursor_key_paints_two_lines(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    painted: list[int] = []
    render = SectionList.render_row

    def counted(self: SectionList, index: int, width: int, selected: bool) -> Strip:
        painted.append(index)
        return render(self, index, width, selected)

    async with show(samples, EAST_VALLEY, "people", size=(120, 40)) as shown:
        monkeypatch.setattr(SectionList, "render_row", counted)
        await shown.press("j")
        assert sorted(set(painted)) == [1, 2]


async def test_the_key_bar_offers_what_fits_the_line(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people") as shown:
        await go_to(shown, "person board")
        assert "0-3 Influence" in shown.keys
        assert "Fill" not in shown.keys
        await go_to(shown, "seat legal")
        assert "o Fill" in shown.keys
        assert "Influence" not in shown.keys
        await shown.press("s")
        assert shown.told == [] or "Stance" in shown.told[0]


# Stakeholders


async def test_a_stakeholder_is_added_and_described_by_keys(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people") as shown:
        await shown.press("a")
        await shown.write("Bus [drivers]")
        await shown.press("enter")
        assert shown.find(SectionList).current_id == "person bus-drivers"
        await shown.press("2", "plus", "plus", "plus", "minus")
        await shown.press("s", *"Wary", "enter", "c", *"Early shifts", "f10")
        await shown.press("p", "G", "k", "enter")
        found = shown.project().stakeholders["bus-drivers"]
        assert (found.name, found.influence, found.weight, found.stance) == ("Bus [drivers]", 2, 2, "Wary")
        assert (found.concern, found.wants) == ("Early shifts", "marathon")
        await shown.press("n", "ctrl+u", *"Drivers", "enter")
        assert shown.project().stakeholders["bus-drivers"].name == "Drivers"
        await shown.press("x")
        assert "bus-drivers" not in shown.project().stakeholders
        await shown.press("u")
        assert "bus-drivers" in shown.project().stakeholders


async def test_one_of_the_playbook_is_mapped_by_space_or_by_any_of_its_keys(empty: Session, show: Show) -> None:
    async with show(empty, named(empty, "New"), "people") as shown:
        assert "nobody is mapped yet: a adds, Space maps" in shown.text
        assert shown.find(SectionList).current_id == "person executives"
        assert "Space or any key of a stakeholder maps it." in shown.panel("people-panel")
        await shown.press("space")
        assert shown.project().stakeholders["executives"].influence == 3
        await go_to(shown, "person legal")
        await shown.press("2")
        assert shown.project().stakeholders["legal"].influence == 2
        await shown.press("space")
        assert "mapped already" in shown.told[-1]


async def test_a_refusal_has_the_words_of_the_core_and_keeps_the_text(samples: Session, show: Show) -> None:
    project = samples.project(EAST_VALLEY)
    with pytest.raises(Refused) as refused:
        people.join(project, samples.playbook(project), name="Parent council")
    async with show(samples, EAST_VALLEY, "people") as shown:
        await shown.press("a", *"Parent council", "enter")
        assert refused.value.message in shown.flat
        assert shown.answer == "Parent council"
        await shown.press("escape")
        assert shown.entries() == 1


async def test_enter_offers_all_that_can_be_changed_with_its_value(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people", size=(120, 40)) as shown:
        await go_to(shown, "person board")
        await shown.press("enter")
        assert isinstance(shown.app.screen, ChooseScreen)
        ids = [c.id for c in shown.app.screen.query_one(ChoiceList)._choices]
        assert ids == [
            "level.influence", "level.weight", "people.wants", "people.concern", "people.stance", "people.name",
            "people.remove",
        ]  # fmt: skip
        assert "ent about the cost up fro" in shown.flat
        await shown.press("enter", "g", "enter")
        assert shown.project().stakeholders["board"].influence == 0


# Seats, sign-off, messages, change management


async def test_a_seat_is_filled_and_vacated_and_a_required_one_is_missed(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "people") as shown:
        await go_to(shown, "seat legal")
        await shown.press("x")
        assert shown.project().committee.keys() == {"it", "curriculum", "teachers"}
        assert line(shown, "seat legal").split() == ["!", "Legal", "nobody", "unfilled"]
        assert "3 of 4 required seats" in line(shown, "heading committee")
        await shown.press("v")
        assert "Nobody holds the seat Legal, which the" in shown.text
        await shown.press("v", "o", *"Counsel", "enter")
        assert shown.project().committee["legal"] == "Counsel"
        assert line(shown, "seat legal").startswith("  ✓")


async def test_sign_off_is_set_by_its_letters_and_the_rule_of_one_is_told(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "people", size=(120, 40)) as shown:
        await go_to(shown, "raci pilot")
        await shown.press("A", "ctrl+u", *"Head, Deputy", "enter")
        assert "several A" in line(shown, "raci pilot")
        said = " ".join(shown.panel("people-panel").split())
        assert "more than one is accountable; exactly one has to answer for it" in said
        await shown.press(
            "r", "ctrl+u", *"Lead", "enter", "b", "ctrl+u", *"A; B;", "enter", "I", "ctrl+u", *"C", "enter"
        )
        found = shown.project().raci["pilot"]
        assert (found.responsible, found.consulted, found.informed) == ("Lead", ("A", "B"), ("C",))
        await shown.press("x")
        assert "pilot" not in shown.project().raci


async def test_deliverables_are_signed_off_too(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people", size=(120, 40)) as shown:
        await go_to(shown, "raci systems-map")
        await shown.press("A", *"Legal", "enter")
        assert shown.project().raci["systems-map"].accountable == "Legal"
        project = shown.project()
        assert signoff.find(project, samples.playbook(project), "systems-map") == "systems-map"


async def test_a_message_gets_rhythm_day_and_audience(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "people") as shown:
        await go_to(shown, "message newsletter")
        await shown.press("e", "g", "enter")
        await shown.press("f", "ctrl+u", *"2026-11-18", "enter")
        await shown.press("t", "ctrl+u", *"All", "enter")
        found = shown.project().comms["newsletter"]
        assert (found.every, found.from_, found.audience) == ("week", dt.date(2026, 11, 18), "All")
        assert "18 Nov" in line(shown, "message newsletter")
        await shown.press("f", *"x", "enter")
        assert "is not a date" in shown.flat
        await shown.press("escape", "escape", "a", *"Note to parents", "enter")
        assert shown.find(SectionList).current_id == "message note-to-parents"
        assert shown.project().comms["note-to-parents"].from_ == DAY
        await shown.press("x")
        assert "note-to-parents" not in shown.project().comms


async def test_the_change_list_is_ticked_here(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "people") as shown:
        await go_to(shown, "item wins")
        before = bool((tick := shown.project().checklists["change"].get("wins")) and tick.done)
        await shown.press("enter")
        after = shown.project().checklists["change"].get("wins")
        assert bool(after and after.done) is not before


async def test_the_mouse_moves_opens_and_presses_keys(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people") as shown:
        await shown.click_text("Parent council")
        assert shown.find(SectionList).current_id == "person parents"
        await shown.click_text("Pace")
        assert isinstance(shown.app.screen, ChooseScreen)
        await shown.press("escape")
        await shown.click_text("Parent council")
        assert isinstance(shown.app.screen, ChooseScreen)


async def test_nothing_can_be_changed_about_the_tempo_itself(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "people") as shown:
        await go_to(shown, "tempo")
        await shown.press("enter", "x", "p")
        assert [told.partition(": not now: ")[2] for told in shown.told] == [
            "The tempo follows from the wanted paces: p.",
            "That is for a stakeholder or a committee seat or a sign-off or a message; this line is the tempo.",
            "That is for a stakeholder; this line is the tempo.",
        ]
        assert shown.entries() == 1


# Sizes and signs


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize(("width", "height"), [(38, 3), (56, 8), (78, 11), (50, 30), (96, 60)])
def test_every_page_keeps_to_its_room(samples: Session, glyphs: Glyphs, width: int, height: int) -> None:
    for project in (samples.project(EAST_VALLEY), samples.project("recommender")):
        found = people_of(project, samples.playbook(project), "marathon", DAY)
        lines = [people_page.tempo_page(found, width, height, glyphs)]
        lines += [people_page.person_page(p, found, width, height, glyphs) for p in found.persons]
        lines += [people_page.seat_page(s, found, DAY, width, height, glyphs) for s in found.seats]
        lines += [people_page.signoff_page(s, width, height, glyphs) for s in found.signoffs]
        lines += [people_page.message_page(m, DAY, width, height, glyphs) for m in found.messages]
        for page in lines:
            assert len(page) <= height
            assert all(cell_len(text.plain) <= width for text in page), [t.plain for t in page]
            if glyphs == ASCII:
                assert all(text.plain.isascii() for text in page), [t.plain for t in page]
        rows = list(rows_of(found, DAY, glyphs))
        assert glyphs == UNICODE or all((r.sign + r.said).isascii() for r in rows)


def test_the_grid_names_everybody_or_counts_them() -> None:
    cells = {(1, 3): [Point(f"P{n}", here=n == 4) for n in range(6)], (3, 0): [Point("alone")]}
    for height in range(LEAST, 14):
        drawn = grid(cells, "concern", "influence", 60, height, UNICODE)
        text = "\n".join(line.plain for line in drawn)
        named_here = sum(f"P{n}" in text for n in range(6))
        more = 6 - named_here
        assert "▌P4" in text
        assert "alone" in text
        assert more == 0 or f"and {more} more" in text or f"+{more}" in text
        assert len(drawn) <= height
        assert {line.cell_length for line in drawn} <= set(range(1, 61))
    assert grid(cells, "concern", "influence", 60, LEAST - 1, UNICODE) == []


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (119, 30), (120, 36), (200, 60)])
async def test_every_size_shows_list_and_page(samples: Session, show: Show, size: tuple[int, int]) -> None:
    async with show(samples, EAST_VALLEY, "people", size=size) as shown:
        await go_to(shown, "person board")
        assert "Board of education" in shown.panel("people-panel")
        assert all(cell_len(text) == size[0] for text in shown.lines)
        assert "F6" in shown.text or size[0] < 70


@pytest.mark.parametrize("id", [EAST_VALLEY, "checkout-friction", "recommender"])
async def test_roles_and_advice_of_the_playbook_can_be_read(samples: Session, show: Show, id: str) -> None:
    project = samples.project(id)
    book = samples.playbook(project)
    async with show(samples, id, "people", size=(120, 40)) as shown:
        for key, role in book.roles.items():
            await go_to(shown, f"role {key}")
            assert " ".join(role.text.split()[:4]) in " ".join(shown.panel("people-panel").split())
        advice = {i: p for i, p in book.practices.items() if p.place == "people"}
        assert advice
        for key, one in advice.items():
            await go_to(shown, f"advice {key}")
            assert " ".join(one.points[-1].split()[:3]) in " ".join(shown.panel("people-panel").split())
        await shown.press("enter")
        assert "Advice is the playbook's" in shown.told[-1]
