"""Presses on campaigns: what each sets going, and what somebody reads who presses or writes the wrong thing."""

from storage.audit import AuditEvent
from storage.job_runs import JobRequest
from storage.vocabulary import JobName
from tests.desk import Desk
from tests.handlers.chat.test_campaigns import open_for, sends, writes


async def test_each_press_wakes_the_job_and_leaves_one_note_that_says_what_was_done(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea")
    await sends(desk, olivia)
    assert [(request.job, request.requested_by) for request in await desk.rows(JobRequest)] == [(JobName.CAMPAIGNS, None)] * 2
    acts = [event.act for event in await desk.rows(AuditEvent, AuditEvent.id)]
    assert acts == ["campaign.created", "campaign.written", "campaign.written", "campaign.counting", "campaign.sent"]
