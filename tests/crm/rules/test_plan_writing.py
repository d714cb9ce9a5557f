"""Plans of visits as they are written: what is made is what was written, and what is no plan is refused with a reason."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.refusals import Refusal
from crm.rules.names import is_blank
from crm.rules.plan_writing import (
    LONGEST_PLAN,
    Naming,
    PlanDaysOutOfRange,
    PlanDayTwice,
    PlanKeyNotValid,
    PlanKeyTaken,
    PlanLanguageMissing,
    PlanLineTooShort,
    PlanOccasionUnknown,
    PlanOfPurchases,
    PlanStepNotUnderstood,
    PlanStepsTooMany,
    PlanTooLong,
    PlanWayUnknown,
    PlanWithoutSteps,
    PlanWordsTooLong,
    PlanWordUnknown,
    read_plan,
    written_plan,
)
from crm.rules.visit_plans import LONGEST_WORDS, MOST_STEPS, TAKEN_KEYS, Occasion, VisitPlan, VisitStep
from storage.vocabulary import TicketKind, VisitWay

CATEGORIES = Naming.of([("quality", "Quality of a product", "产品质量"), ("order", "Orders", "订单"), ("other", "Something else", "其他")])
TIERS = Naming.of([("silver", "Silver", "银卡"), ("gold", "Gold", "金卡"), ("regular", "Something else", "普通")])

said = st.text(min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(lambda text: not is_blank(text))
days = st.integers(1, 365)
steps = st.dictionaries(days, st.none() | st.tuples(said, said), min_size=1, max_size=MOST_STEPS).map(
    lambda found: tuple(VisitStep(day, *(found[day] or ())) for day in sorted(found))
)
keys = st.text("abcxyz019_", min_size=1, max_size=20).filter(lambda key: key not in TAKEN_KEYS)


@st.composite
def plans(draw: st.DrawFn) -> VisitPlan:
    occasion = draw(st.sampled_from(Occasion))
    of_tickets = occasion is Occasion.TICKET_CLOSED
    return VisitPlan(
        key=draw(keys),
        occasion=occasion,
        way=draw(st.sampled_from(VisitWay)),
        steps=draw(steps),
        kinds=draw(st.frozensets(st.sampled_from(TicketKind))) if of_tickets else frozenset(),
        categories=draw(st.frozensets(st.sampled_from(["quality", "order", "other"]))) if of_tickets else frozenset(),
        tiers=draw(st.frozensets(st.sampled_from(["silver", "gold", "regular"]))),
    )


def read(text: str) -> VisitPlan:
    return read_plan(text, categories=CATEGORIES, tiers=TIERS)


@given(plans())
def test_what_is_made_is_what_was_written(plan: VisitPlan) -> None:
    assert read(written_plan(plan)) == plan


@given(
    st.text()
    | st.lists(st.sampled_from(["a", "ticket", "bot", "purchase", "gold", "\n", "3", "30", "en", "zh", "words", "投诉"])).map(" ".join)
)
def test_whatever_is_written_makes_a_plan_or_is_refused(text: str) -> None:
    with suppress(Refusal):
        assert read(written_plan(read(text))) == read(text)


def test_words_may_be_in_either_language_and_labels_of_several_words() -> None:
    text = " New_Tea 工单 员工 金卡、Quality of a product，投诉\n\n９０天\n 30d ZH：  茶  好吗？ \n30 英文 How is\tit?\n"
    step = VisitStep(30, "How is\tit?", "茶  好吗？")
    assert read(text) == VisitPlan(
        "new_tea", Occasion.TICKET_CLOSED, VisitWay.STAFF, (step, VisitStep(90)),
        frozenset({TicketKind.COMPLAINT}), frozenset({"quality"}), frozenset({"gold"}),
    )  # fmt: skip


def test_a_word_for_several_things_is_the_kind_then_the_tier_then_the_category() -> None:
    assert read("a ticket bot Something else\n3").tiers == {"regular"}
    assert read("a ticket bot other\n3").categories == {"other"}
    both = Naming.of([("complaint", "x", "y")])
    plan = read_plan("a ticket bot complaint\n3", categories=both, tiers=both)
    assert plan.kinds == {TicketKind.COMPLAINT}
    assert not plan.categories | plan.tiers


FIRST = "a ticket bot\n"


REFUSED: list[tuple[str, type[Refusal], dict[str, object]]] = [
    ("", PlanLineTooShort, {}),
    ("a ticket\n3", PlanLineTooShort, {}),
    ("grün ticket bot\n3", PlanKeyNotValid, {"word": "grün", "longest": 20}),
    ("x" * 21 + " ticket bot\n3", PlanKeyNotValid, {"word": "x" * 21, "longest": 20}),
    ("request ticket bot\n3", PlanKeyTaken, {"plan": "request"}),
    ("a birthday bot\n3", PlanOccasionUnknown, {"word": "birthday"}),
    ("a ticket boss\n3", PlanWayUnknown, {"word": "boss"}),
    (
        "a ticket bot gold diamond\n3",
        PlanWordUnknown,
        {"word": "diamond", "known": "inquiry, complaint, follow_up, quality, order, other, silver, gold, regular"},
    ),
    ("a purchase bot complaint\n3", PlanOfPurchases, {}),
    ("a purchase bot order\n3", PlanOfPurchases, {}),
    (FIRST, PlanWithoutSteps, {}),
    (FIRST + "soon", PlanStepNotUnderstood, {"line": "soon"}),
    (FIRST + "3 How is it?", PlanStepNotUnderstood, {"line": "3 How is it?"}),
    (FIRST + "3 en", PlanStepNotUnderstood, {"line": "3 en"}),
    (FIRST + "3 en \u200b", PlanStepNotUnderstood, {"line": "3 en \u200b"}),
    (FIRST + "0", PlanDaysOutOfRange, {"days": 0, "most": 365}),
    (FIRST + "366", PlanDaysOutOfRange, {"days": 366, "most": 365}),
    (FIRST + "3\n3", PlanDayTwice, {"days": 3}),
    (FIRST + "3 en a\n3 en b\n3 zh c", PlanDayTwice, {"days": 3}),
    (FIRST + "3\n3 en b", PlanDayTwice, {"days": 3}),
    (FIRST + "3 en b\n3", PlanDayTwice, {"days": 3}),
    (FIRST + "3 en b", PlanLanguageMissing, {"days": 3, "lacking": "zh"}),
    (FIRST + "3 zh b", PlanLanguageMissing, {"days": 3, "lacking": "en"}),
    (FIRST + "3 en " + "x" * (LONGEST_WORDS + 1), PlanWordsTooLong, {"days": 3, "most": LONGEST_WORDS}),
    (FIRST + "\n".join(map(str, range(1, MOST_STEPS + 2))), PlanStepsTooMany, {"most": MOST_STEPS}),
    (FIRST + "\n".join(f"{day} en {'x' * 420}\n{day} zh x" for day in range(1, 7)), PlanTooLong, {"most": LONGEST_PLAN}),
]


@pytest.mark.parametrize(
    ("text", "refusal", "facts"), REFUSED, ids=[f"{kind.__name__}-{place}" for place, (_, kind, _) in enumerate(REFUSED)]
)
def test_what_is_no_plan_is_refused_with_what_is_wrong(text: str, refusal: type[Refusal], facts: dict[str, object]) -> None:
    with pytest.raises(refusal) as caught:
        read(text)
    assert caught.value.facts == facts
