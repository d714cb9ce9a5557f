"""Presence: staff say that they are here or away, supervisors set their shifts, and each says which languages they speak."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.notices import Notice, Tell
from crm.permissions import require_role
from crm.rules.presence import Presence, presence, read_absence
from crm.rules.shifts import LONGEST_SHIFT, ShiftNotUnderstood, as_written, read_shift
from storage.audit import Facts
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import Language, Role


@dataclass(frozen=True)
class ShiftSet(Notice):
    """A supervisor set somebody's shift, or took it away."""

    member: StaffMember
    by: StaffMember


def presence_of(member: StaffMember, *, at: datetime, zone: str) -> Presence:
    """Tell whether a staff member is here at a moment; shifts are meant in the time zone."""
    shift = read_shift(member.shift, zone=zone) if member.shift else None
    return presence(here_at=member.here_at, away_at=member.away_at, away_until=member.away_until, shift=shift, at=at)


def languages_of(member: StaffMember) -> frozenset[Language]:
    """Return the languages that a staff member said to speak; none when they said nothing."""
    return frozenset(Language(word) for word in (member.languages or "").split())


async def come_here(session: Session, *, by: StaffMember | None, at: datetime) -> StaffMember:
    """Somebody is here from now on. Raises NotAllowed."""
    member = require_role(by, Role.AGENT)
    _be_here(session, member, at=at)
    return member


async def go_away(session: Session, *, by: StaffMember | None, words: str, at: datetime, zone: str) -> StaffMember:
    """Somebody is away from now on, until the moment and for the reason that the words say. Raises NotAllowed."""
    member = require_role(by, Role.AGENT)
    before = _facts_of(member)
    member.away_until, member.away_reason = read_absence(words, at=at, zone=zone)
    member.away_at, member.here_at = at, None
    _note(session, "staff.away", member, before, by=member, at=at)
    return member


def welcome_back(session: Session, *, member: StaffMember, at: datetime) -> None:
    """Who works on a ticket while away is here again; who only works beyond their shift is not asked to stay."""
    if member.away_at is not None:
        _be_here(session, member, at=at)


async def set_shift(
    session: Session, *, by: StaffMember | None, member: StaffMember, words: str | None, at: datetime, zone: str, tell: Tell
) -> StaffMember:
    """Set somebody's weekly hours; None for no shift at all. Raises NotAllowed unless `by` is a supervisor, and ShiftNotUnderstood."""
    supervisor = require_role(by, Role.SUPERVISOR)
    shift = None
    if words is not None:
        shift = as_written(words)
        read_shift(shift, zone=zone)
        if len(shift) > LONGEST_SHIFT:
            raise ShiftNotUnderstood(words=words)
    before = {"shift": member.shift}
    member.shift = shift
    note_act(session, act="staff.shift_set", by=supervisor, at=at, subject=member.name, before=before, after={"shift": shift})
    if member.id != supervisor.id:
        await tell(ShiftSet(member, supervisor))
    return member


async def speak_languages(session: Session, *, by: StaffMember | None, languages: Collection[Language], at: datetime) -> StaffMember:
    """Keep which languages a staff member speaks; none means that it is not known. Raises NotAllowed."""
    member = require_role(by, Role.AGENT)
    before = {"languages": member.languages}
    member.languages = " ".join(language for language in Language if language in languages) or None
    note_act(
        session, act="staff.languages_set", by=member, at=at, subject=member.name, before=before, after={"languages": member.languages}
    )
    return member


def _be_here(session: Session, member: StaffMember, *, at: datetime) -> None:
    before = _facts_of(member)
    member.away_at = member.away_until = member.away_reason = None
    member.here_at = at
    _note(session, "staff.here", member, before, by=member, at=at)


def _facts_of(member: StaffMember) -> Facts:
    until = member.away_until.isoformat(timespec="minutes") if member.away_until else None
    return {"presence": "here" if member.away_at is None else "away", "until": until, "reason": member.away_reason}


def _note(session: Session, act: str, member: StaffMember, before: Facts, *, by: StaffMember, at: datetime) -> None:
    note_act(session, act=act, by=by, at=at, subject=member.name, before=before, after=_facts_of(member))
