"""Staff: who works at the desk, and how they come and go."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.permissions import is_allowed, require_role
from crm.refusals import Refusal
from storage.customers import find_contact, get_customer
from storage.database import Session
from storage.staff import (
    StaffInvitation,
    StaffMember,
    claim_invitation,
    find_invitation,
    find_staff_by_username,
    find_staff_member,
    list_staff,
)
from storage.vocabulary import Channel, Language, Role


class AlreadyStaff(Refusal):
    """The person works at the desk in this role already; facts: `name`, `role`."""


class NotOnStaff(Refusal):
    """Nobody of the staff is meant by this; fact: `word`, as it was written."""


class NameOfSeveral(Refusal):
    """Several staff members were last seen with this username; fact: `word`."""


class OwnerBySettings(Refusal):
    """Owners are named in the settings and cannot be changed in the chat; fact: `name`."""


class OwnRightsUntouched(Refusal):
    """Nobody takes their own rights away."""


class InvitationNotValid(Refusal):
    """The join link is unknown, used or expired; which of these is nobody's business."""


@dataclass(frozen=True)
class StaffJoined(Notice):
    """Somebody became a staff member by a join link."""

    member: StaffMember


@dataclass(frozen=True)
class StaffLeft(Notice):
    """A staff member left the staff group, or was thrown out, and lost every right by that."""

    member: StaffMember


async def appoint_owners(session: Session, *, user_ids: Collection[int], at: datetime) -> None:
    """Let exactly these users be the owners by the settings. Those who were and are not named any more lose every right."""
    for user_id in dict.fromkeys(user_ids):
        member = await find_staff_member(session, user_id=user_id)
        was = member.role if member is not None and member.removed_at is None else None
        if member is None:
            name, username, language = await _known_as(session, user_id)
            member = StaffMember(user_id=user_id, name=name, username=username, role=Role.OWNER, language=language, added_at=at)
            session.add(member)
        _note(session, "staff.owner_named", member, role=Role.OWNER, was=was, by=None, at=at)
        member.role, member.added_by, member.removed_at = Role.OWNER, None, None
    await session.flush()
    for member in await list_staff(session, roles=(Role.OWNER,)):
        if member.added_by is None and member.user_id not in user_ids:
            member.removed_at = at
            _note(session, "staff.removed", member, role=None, was=Role.OWNER, by=None, at=at)
    await session.flush()


def know_staff(member: StaffMember, *, name: str, username: str | None, language: Language | None) -> None:
    """Keep a staff member's name and username as they are now; the language only where one was chosen for the desk to speak."""
    if member.name != name:
        member.name = name
    if member.username != username:
        member.username = username
    if language is not None and member.language is not language:
        member.language = language


async def add_staff(
    session: Session, *, by: StaffMember, user_id: int, name: str, username: str | None, language: Language, role: Role, at: datetime
) -> StaffMember:
    """Let a person work at the desk, or give a staff member another role.

    Raises NotAllowed unless `by` is an owner, AlreadyStaff when nothing would change, OwnerBySettings for an owner.
    """
    require_role(by, Role.OWNER)
    member = await find_staff_member(session, user_id=user_id)
    if member is not None and member.removed_at is None:
        return _give_role(session, member, role, by=by, at=at)
    return await _engage(session, member, user_id=user_id, name=name, username=username, language=language, role=role, by=by.user_id, at=at)


async def set_role(session: Session, *, by: StaffMember, member: StaffMember, role: Role, at: datetime) -> StaffMember:
    """Give a staff member another role. Raises NotAllowed, AlreadyStaff and OwnerBySettings."""
    require_role(by, Role.OWNER)
    return _give_role(session, member, role, by=by, at=at)


async def remove_staff(session: Session, *, by: StaffMember, member: StaffMember, at: datetime) -> StaffMember:
    """End every right of a staff member at once. Raises NotAllowed, OwnRightsUntouched and OwnerBySettings."""
    require_role(by, Role.OWNER)
    if member.id == by.id:
        raise OwnRightsUntouched()
    if member.role is Role.OWNER:
        raise OwnerBySettings(name=member.name)
    member.removed_at = at
    _note(session, "staff.removed", member, role=None, was=member.role, by=by, at=at)
    return member


async def find_colleague(session: Session, *, word: str) -> StaffMember:
    """Return the staff member whom a word means: a number in the list, a user id, or a username. Raises NotOnStaff and NameOfSeveral."""
    if word.isdecimal():
        members = dict(enumerate(await list_staff(session), start=1))
        numbered = {member.user_id: member for member in members.values()} | members
        if int(word) not in numbered:
            raise NotOnStaff(word=word)
        return numbered[int(word)]
    named = await find_staff_by_username(session, word.removeprefix("@"))
    if not named:
        raise NotOnStaff(word=word)
    if len(named) > 1:
        raise NameOfSeveral(word=word)
    return named[0]


async def invite_staff(session: Session, *, by: StaffMember, role: Role, token: str, at: datetime, business: Business) -> StaffInvitation:
    """Make an invitation that is good once and for some hours; of the token only the hash is kept. Raises NotAllowed."""
    require_role(by, Role.OWNER)
    invitation = StaffInvitation(
        token_hash=_hash_of(token), role=role, created_by=by.user_id, created_at=at,
        expires_at=at + timedelta(hours=business.staff.invitation_hours),
    )  # fmt: skip
    session.add(invitation)
    note_act(session, act="staff.invited", by=by, at=at, before={}, after={"role": role})
    return invitation


async def accept_invitation(
    session: Session, *, token: str, user_id: int, name: str, username: str | None, language: Language, at: datetime, tell: Tell
) -> StaffMember:
    """Make the bearer of a join link a staff member and use the link up.

    Raises InvitationNotValid, also when who made the link is no owner any more, and AlreadyStaff, by which the link stays good.
    """
    invitation = await find_invitation(session, token_hash=_hash_of(token))
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= at:
        raise InvitationNotValid()
    if not is_allowed(await find_staff_member(session, user_id=invitation.created_by), Role.OWNER):
        raise InvitationNotValid()
    member = await find_staff_member(session, user_id=user_id)
    if member is not None and member.removed_at is None:
        raise AlreadyStaff(name=member.name, role=member.role.value)
    if not await claim_invitation(session, token_hash=invitation.token_hash, used_by=user_id, at=at):
        raise InvitationNotValid()
    engaged = await _engage(
        session,
        member,
        user_id=user_id,
        name=name,
        username=username,
        language=language,
        role=invitation.role,
        by=invitation.created_by,
        at=at,
    )
    await tell(StaffJoined(engaged))
    return engaged


async def dismiss_leaver(session: Session, *, user_id: int, at: datetime, tell: Tell) -> None:
    """Who leaves the staff group works there no more; owners stay, because the settings name them."""
    member = await find_staff_member(session, user_id=user_id)
    if member is None or member.removed_at is not None or member.role is Role.OWNER:
        return
    member.removed_at = at
    _note(session, "staff.left", member, role=None, was=member.role, by=member, at=at)
    await tell(StaffLeft(member))


def _give_role(session: Session, member: StaffMember, role: Role, *, by: StaffMember, at: datetime) -> StaffMember:
    if member.role is Role.OWNER:
        raise OwnerBySettings(name=member.name)
    if member.role is role:
        raise AlreadyStaff(name=member.name, role=role.value)
    _note(session, "staff.role_given", member, role=role, was=member.role, by=by, at=at)
    member.role = role
    return member


async def _engage(
    session: Session, member: StaffMember | None, *, user_id: int, name: str, username: str | None, language: Language, role: Role,
    by: int, at: datetime,
) -> StaffMember:  # fmt: skip
    if member is None:
        member = StaffMember(user_id=user_id, name=name, username=username, role=role, language=language, added_at=at)
        session.add(member)
    member.name, member.username, member.language = name, username, language
    member.role, member.added_at, member.added_by, member.removed_at = role, at, by, None
    await session.flush()
    _note(session, "staff.added", member, role=role, was=None, by=await find_staff_member(session, user_id=by), at=at)
    return member


def _note(
    session: Session, act: str, member: StaffMember, *, role: Role | None, was: Role | None, by: StaffMember | None, at: datetime
) -> None:
    note_act(session, act=act, by=by, at=at, subject=member.name, before={"role": was}, after={"role": role})


async def _known_as(session: Session, user_id: int) -> tuple[str, str | None, Language]:
    contact = await find_contact(session, channel=Channel.TELEGRAM, address=str(user_id))
    if contact is None:
        return str(user_id), None, Language.ENGLISH
    customer = await get_customer(session, contact.customer_id)
    return customer.name, contact.username, customer.language


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
