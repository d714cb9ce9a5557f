"""Notices of the staff: owners are told who comes and who goes."""

from collections.abc import Mapping
from typing import Any

from crm.staff import StaffJoined, StaffLeft
from handlers.chat.menus import renew_menus
from handlers.chat.voice import Voice


async def _staff_joined(notice: StaffJoined, voice: Voice) -> None:
    await voice.tell_owners("staff-joined-alert", name=notice.member.name, user_id=str(notice.member.user_id), role=str(notice.member.role))


async def _staff_left(notice: StaffLeft, voice: Voice) -> None:
    await renew_menus(voice, notice.member)
    await voice.tell_owners("staff-left-alert", name=notice.member.name)


RENDERERS: Mapping[type, Any] = {StaffJoined: _staff_joined, StaffLeft: _staff_left}
