"""Notices of jobs: how a run went that an owner asked for."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.jobs import JobReported
from handlers.chat.voice import Voice
from storage.vocabulary import Direction, JobResult, Lane


async def _job_reported(notice: JobReported, voice: Voice) -> None:
    phrases, run = voice.phrases(notice.to.language), notice.run
    job = phrases.plain("admin-job-name", job=run.job)
    if run.result is JobResult.DONE:
        text = phrases("admin-job-done", job=job, count=run.done_count)
    else:
        text = phrases("admin-job-failed", job=job, error=run.error or phrases.plain("admin-nothing"))
    voice.say(SendMessage(chat_id=notice.to.user_id, text=text, parse_mode="HTML"), lane=Lane.REPLY, direction=Direction.INTERNAL)


RENDERERS: Mapping[type, Any] = {JobReported: _job_reported}
