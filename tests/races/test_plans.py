"""Races on plans of visits: two who write one key at the same moment are both heard, and the later one is the plan."""

from storage.audit import AuditEvent
from storage.visit_plans import ChatPlan, VisitPlanSwitch
from tests.desk import OWNER, Desk
from tests.handlers.chat.customer_side import Talker
from tests.races.rivals import take_at_once
from tests.team_side import SUE, team_of


async def test_two_who_write_one_key_at_once_are_heard_one_after_the_other(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    sue, olivia = Talker(desk, SUE), Talker(desk, OWNER)
    for talker in (sue, olivia):
        await talker.hears()
    written = {3: desk.private_message(SUE, "/plan tea purchase bot\n3"), 9: desk.private_message(OWNER, "/plan tea purchase bot\n9")}
    await take_at_once(desk, *written.values(), at_the_beginning=True)
    plan = await desk.row(ChatPlan, key="tea")
    switch = await desk.row(VisitPlanSwitch, plan="tea")
    assert switch.is_off
    first, second = [each for each in await desk.rows(AuditEvent) if each.act == "visit_plan.made"]
    assert (first.before, second.before) == ({}, {"plan": first.after["plan"]})  # the second has seen what the first wrote
    assert second.after == {"plan": f"tea purchase bot\n{plan.steps[0]['days']}"}
    for talker in (sue, olivia):
        assert talker.words("plan-made") in await talker.hears_one()
