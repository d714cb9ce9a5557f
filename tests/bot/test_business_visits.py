"""The business file's plans of visits: as they are written, and what is wrong in them."""

import re
from pathlib import Path

import pytest

from bot.business import PACKAGED, load_business
from crm.rules.visit_plans import Occasion, VisitPlan, VisitStep
from storage.vocabulary import Language, TicketKind, VisitWay
from tests.bot.test_business import SHORT, problems_of, write

PLAN = '[[visit_plans]]\nkey = "care"\noccasion = "ticket_closed"\nby = "staff"\n'


def test_the_two_simplest_plans_are_numbers(tmp_path: Path) -> None:
    assert [plan.key for plan in load_business(None).visits.all_plans] == ["ticket", "purchase"]
    business = load_business(write(tmp_path, SHORT + "[visits]\nafter_ticket_days = 5\nafter_purchase_days = 0\n"))
    assert business.visits.all_plans == (VisitPlan("ticket", Occasion.TICKET_CLOSED, VisitWay.BOT, (VisitStep(5),)),)


def test_the_examples_in_the_packaged_file_are_plans(tmp_path: Path) -> None:
    text = PACKAGED.read_text(encoding="utf-8")
    example = text[text.index("# [[visit_plans]]") : text.index("# Birthdays")]
    business = load_business(write(tmp_path, SHORT + re.sub(r"(?m)^# ?", "", example)))
    complaint, tea = business.visits.plans
    assert (complaint.way, complaint.kinds, complaint.steps) == (VisitWay.STAFF, frozenset({TicketKind.COMPLAINT}), (VisitStep(3),))
    assert (tea.occasion, tea.tiers, [step.days for step in tea.steps]) == (Occasion.PURCHASE, frozenset({"silver", "gold"}), [3, 30, 90])
    assert (tea.steps[0].words(Language.ENGLISH), tea.steps[2].words(Language.CHINESE)) == (None, "最近有什么新的需要吗？")


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        (PLAN + "steps = []", "visit_plans.1.steps", "should have 1 to 12 entries"),
        (PLAN + f"steps = [{'{ days = 1 },' * 13}]", "visit_plans.1.steps", "should have 1 to 12 entries"),
        (PLAN + "steps = [{ days = 0 }]", "visit_plans.1.steps.1.days", "should be 1 or more"),
        (PLAN + "steps = [{ day = 1, days = 1 }]", "visit_plans.1.steps.1.day", "is unknown; did you mean days?"),
        (PLAN + "steps = [{ days = 3 }, { days = 3 }]", "visit_plans.1", "a step after 3 days should not come behind one after 3"),
        (
            PLAN + 'steps = [{ days = 3, en = "Well?" }]',
            "visit_plans.1.steps.1",
            "should have en and zh, or neither: then it asks how it went",
        ),
        (PLAN + 'steps = [{ days = 3, en = "", zh = "好" }]', "visit_plans.1.steps.1.en", "should have 1 to 500 characters"),
        (
            PLAN.replace("care", "ticket") + "steps = [{ days = 3 }]",
            "visit_plans.1.key",
            "the key ticket stands for after_ticket_days of [visits]; choose another",
        ),
        (PLAN.replace("staff", "boss") + "steps = [{ days = 3 }]", "visit_plans.1.by", "should be 'bot' or 'staff'"),
        (
            PLAN.replace("ticket_closed", "purchase") + 'kinds = ["inquiry"]\nsteps = [{ days = 3 }]',
            "visit_plans.1",
            'kinds and categories are of tickets; a plan with occasion = "purchase" has none',
        ),
        (PLAN + 'tiers = ["diamond"]\nsteps = [{ days = 3 }]', "", "visit_plans.1.tiers names diamond, which is no tier"),
        (PLAN + 'categories = ["cakes"]\nsteps = [{ days = 3 }]', "", "visit_plans.1.categories names cakes, which is no category"),
        ((PLAN + "steps = [{ days = 3 }]\n") * 2, "visit_plans", "the key care stands there twice"),
        (
            "\n".join(PLAN.replace("care", f"c{n}") + "steps = [{ days = 3 }]" for n in range(21)),
            "visit_plans",
            "should have at most 20 entries",
        ),
        ("[visits]\ngap_days = -1", "visits.gap_days", "should be 0 or more"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named(tmp_path: Path, text: str, place: str, sentence: str) -> None:
    assert problems_of(write(tmp_path, SHORT + text)) == [(place, sentence)]
