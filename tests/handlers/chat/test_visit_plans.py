"""Plans of visits in the chat: switched, and told in words."""

from dataclasses import replace

from storage.vocabulary import TicketKind
from tests.desk import Desk
from tests.handlers.chat.customer_side import Talker
from tests.team_side import SUE, team_of
from tests.visit_side import IN_PERSON, desk_with


async def test_plans_are_switched_off_and_on_in_the_chat(desk_on_both: Desk) -> None:
    desk = desk_with(await team_of(desk_on_both), IN_PERSON, after_ticket_days=3)
    sue = Talker(desk, SUE)
    await sue.says("/plans")
    shown = await sue.hears_one()
    line = {"state": "on", "occasion": "ticket", "days": "3", "only": ""}
    assert sue.words("plans-line", plan="ticket", way="bot", **line) in shown
    assert sue.words("plans-line", plan="care", way="staff", **line) in shown
    await sue.presses_label("Switch off: care")
    assert await sue.is_answered_by("plans-switched-off", plan="care")
    edited = [row.payload["text"] for row in await desk.queued() if row.method == "editMessageText"][-1]
    assert sue.words("plans-line", plan="care", way="staff", **line | {"state": "off"}) in edited
    await sue.presses_data("plan:care:0")
    assert await sue.is_answered_by("plans-switched-on", plan="care")
    await sue.presses_data("plan:gone:0")
    assert await sue.is_answered_by("refusal-no-such-plan")


async def test_a_plan_says_in_words_what_it_is_limited_to(desk: Desk) -> None:
    limited = replace(
        IN_PERSON, kinds=frozenset({TicketKind.COMPLAINT}), categories=frozenset({"quality"}), tiers=frozenset({"gold", "gone"})
    )
    desk = desk_with(await team_of(desk), limited)
    sue = Talker(desk, SUE)
    await sue.says("/plans")
    assert " · Complaint, Quality of a product, Gold, gone" in await sue.hears_one()


async def test_a_business_without_plans_says_so(desk: Desk) -> None:
    desk = desk_with(await team_of(desk))
    sue = Talker(desk, SUE)
    await sue.says("/plans")
    assert (await sue.hears_one()).startswith(sue.words("plans-none"))
