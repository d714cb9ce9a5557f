"""Texts of the audit: who did what and when, and what was before and after, in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from crm.business import Business
from crm.rules.lengths import shortened
from crm.rules.segments import from_data
from handlers.chat.campaign_sheets import segment_in_words
from handlers.chat.keyboards import RowId, buttons
from handlers.chat.speech import Phrases
from handlers.chat.voice import Voice
from storage.audit import AuditEvent, list_audit_events
from storage.staff import find_staff_by_ids

PAGE = 10
LONGEST_VALUE = 80
# Facts that hold the id of a staff member.
_STAFF_FACTS = frozenset({"assignee"})
# Facts that hold a moment.
_MOMENTS = frozenset({"until", "snoozed_until"})
_Value = str | int | bool | None


class AuditPress(CallbackData, prefix="audit"):
    """A press for older acts: those before an id; 0 where no ticket or nobody in particular is meant."""

    before: RowId
    ticket_id: RowId
    staff_id: RowId


async def audit_page(
    voice: Voice, phrases: Phrases, *, zone: str, ticket_id: int | None, staff_id: int | None, before_id: int | None
) -> tuple[str, InlineKeyboardMarkup | None]:
    """Return a page of acts, newest first, and the button for older ones; None on the last page."""
    found = await list_audit_events(voice.session, ticket_id=ticket_id, staff_id=staff_id, before_id=before_id, limit=PAGE + 1)
    if not found:
        return phrases("audit-none"), None
    shown = found[:PAGE]
    reader = _Reader(await _names_in(shown, voice), phrases, zone, voice.business)
    lines = [phrases("audit-title"), *(_line(event, reader) for event in shown)]
    if len(found) == len(shown):
        return "\n".join(lines), None
    older = AuditPress(before=shown[-1].id, ticket_id=ticket_id or 0, staff_id=staff_id or 0)
    return "\n".join(lines), buttons([(phrases.plain("audit-older"), older)])


async def _names_in(events: Sequence[AuditEvent], voice: Voice) -> dict[int, str]:
    meant = {event.staff_id for event in events if event.staff_id is not None}
    facts = [fact for event in events for fact in (*event.before.items(), *event.after.items())]
    meant |= {value for name, value in facts if name in _STAFF_FACTS and isinstance(value, int)}
    return {member.id: member.name for member in await find_staff_by_ids(voice.session, meant)}


@dataclass(frozen=True)
class _Reader:
    """What is needed to put facts into somebody's words: the names of colleagues, the language, the time zone and the business."""

    names: Mapping[int, str]
    phrases: Phrases
    zone: str
    business: Business


def _line(event: AuditEvent, reader: _Reader) -> str:
    phrases = reader.phrases
    who = phrases.plain("audit-nobody") if event.staff_id is None else reader.names.get(event.staff_id, str(event.staff_id))
    line = phrases("audit-line", time=phrases.moment(event.at, reader.zone), who=who, act=act_in_words(event, phrases))
    changes = [_change(name, event, reader) for name in {**event.before, **event.after}]
    return "\n".join([line, phrases("audit-changes", changes=" · ".join(changes))]) if changes else line


def act_in_words(event: AuditEvent, phrases: Phrases) -> str:
    """Return what was done; an act of which this version has no words is named as it is kept."""
    key = f"act-{_as_key(event.act)}"
    if not phrases.has(key):
        return event.act
    return phrases.plain(key, ticket=event.ticket_id or 0, subject=event.subject or phrases.plain("audit-nothing"))


def _change(name: str, event: AuditEvent, reader: _Reader) -> str:
    key, phrases = f"fact-{_as_key(name)}", reader.phrases
    fact = phrases.plain(key) if phrases.has(key) else name
    after = _in_words(name, event.after.get(name), reader)
    if name not in event.before:
        return phrases.plain("audit-fact", fact=fact, value=after)
    return phrases.plain("audit-change", fact=fact, before=_in_words(name, event.before[name], reader), after=after)


def _in_words(name: str, value: _Value, reader: _Reader) -> str:
    phrases = reader.phrases
    if value is None or isinstance(value, bool):
        return phrases.plain("audit-nothing" if value is None else "audit-yes" if value else "audit-no")
    if isinstance(value, int):
        return reader.names.get(value, str(value)) if name in _STAFF_FACTS else str(value)
    if name == "job":
        return phrases.plain("admin-job-name", job=value)
    if name == "segment":
        return shortened(_segment(value, reader), LONGEST_VALUE)
    if name in _MOMENTS:
        return phrases.moment(datetime.fromisoformat(value), reader.zone)
    key = f"fact-{_as_key(name)}-{_as_key(value)}"
    return phrases.plain(key) if phrases.has(key) else shortened(" ".join(value.split()), LONGEST_VALUE)


def _segment(value: str, reader: _Reader) -> str:
    try:
        segment = from_data(json.loads(value))
    except ValueError:  # a word of another version; it is shown as it is kept
        return value
    return segment_in_words(segment, reader.business, reader.phrases)


def _as_key(word: str) -> str:
    return word.replace(".", "-").replace("_", "-")
