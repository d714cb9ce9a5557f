"""Staff: the list of who works at the desk, join links, and how people come and go."""

import re
import secrets
from collections.abc import Callable
from functools import partial

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, Filter
from aiogram.methods import SendMessage
from aiogram.types import ChatMemberUnion, ChatMemberUpdated, Message, User

from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.names import clean_name
from crm.staff import NotOnStaff, accept_invitation, add_staff, dismiss_leaver, find_colleague, invite_staff, remove_staff, set_role
from handlers.chat.menus import queue_command_menus, renew_group_menu, renew_menus
from handlers.chat.people import NOBODY, full_name, language_from, username_of
from handlers.chat.places import InPrivate
from handlers.chat.staff_group import InStaffGroup, is_staff_group
from handlers.chat.turn import Turn
from storage.interactions import keep_interaction
from storage.staff import StaffMember, find_staff_member, list_staff
from storage.vocabulary import Author, Direction, InteractionKind, Lane, Role

_JOIN_LINK = re.compile(r"/start(?:@\w+)?\s+staff_(?P<token>.*)", re.DOTALL)
_TOKEN_BYTES = 16
_GONE = frozenset({"left", "kicked"})
# Owners are named in the settings only.
_ROLES = {str(role): role for role in (Role.SUPERVISOR, Role.AGENT)}
TokenSource = Callable[[int], str]


class NobodyNamed(Refusal):
    """Neither a word nor an answered message says who is meant."""


class NotOnePerson(Refusal):
    """The message that is answered was sent as a channel, anonymously or by a bot."""


class ForwardedSaysNothing(Refusal):
    """The message that is answered was forwarded: who wrote it first may be somebody else than who sent it here."""


class StaffHere(Filter):
    """By a staff member, in private or in the staff group."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        return turn.person.staff is not None and (turn.is_private or await is_staff_group(turn))


class JoinLink(Filter):
    """A `/start` by a join link; handlers get its `token`."""

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        link = _JOIN_LINK.match(message.text or "")
        return False if link is None else {"token": link["token"]}


class Leaves(Filter):
    """A person is not in the group any more."""

    async def __call__(self, update: ChatMemberUpdated) -> bool:
        return not _is_inside(update.new_chat_member)


class LeftMessage(Filter):
    """A service message: a person is not in the group any more. Where the bot is no administrator, only this says so."""

    async def __call__(self, message: Message) -> bool:
        return message.left_chat_member is not None


class Joins(Filter):
    """A person who was not in the group is in it now."""

    async def __call__(self, update: ChatMemberUpdated) -> bool:
        was, now = update.old_chat_member, update.new_chat_member
        return _is_inside(now) and not _is_inside(was)


class JoinedMessage(Filter):
    """A service message: people are in the group now. Where the bot is no administrator, only this says so."""

    async def __call__(self, message: Message) -> bool:
        return message.new_chat_members is not None


class FirstWordsOfStaff(Filter):
    """A staff member writes to the bot in private for the first time."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        staff = turn.person.staff
        return turn.is_private and staff is not None and turn.customer.created_at == turn.voice.now


def build_router(token_source: TokenSource = secrets.token_urlsafe) -> Router:
    """Return the topic's router; `token_source` makes a random text of so many bytes."""
    router = Router(name="staff")
    router.chat_member.register(dismiss, InStaffGroup(), Leaves())
    router.message.register(dismiss_by_message, InStaffGroup(), LeftMessage())
    router.chat_member.register(offer_group_menu, InStaffGroup(), Joins())
    router.message.register(offer_group_menu_by_message, InStaffGroup(), JoinedMessage())
    router.message.register(offer_menu, FirstWordsOfStaff())
    router.message.register(join, InPrivate(), JoinLink())
    router.message.register(partial(manage, token_source=token_source), Command("staff"), StaffHere())
    return router


async def offer_menu(message: Message, turn: Turn) -> None:
    """Telegram knows the chat of a staff member from now on: offer the commands of their role there, and let the message be handled."""
    await queue_command_menus(turn.voice)
    raise SkipHandler


async def join(message: Message, turn: Turn, token: str) -> None:
    """Make the bearer of a join link a staff member."""
    turn.heard["text"] = _hide_token(message.text or "")
    member = await accept_invitation(
        turn.voice.session, token=token, user_id=turn.person.user_id, name=turn.person.name, username=turn.person.username,
        language=turn.person.language, at=turn.voice.now, tell=turn.tell,
    )  # fmt: skip
    await renew_menus(turn.voice, member)
    group = await turn.voice.staff_group()
    role = turn.phrases.plain(f"role-{member.role}")
    if group is None:
        turn.reply("staff-welcome-without-group", role=role)
    else:
        turn.reply("staff-welcome", role=role, title=group.title)


async def manage(message: Message, command: CommandObject, turn: Turn, *, token_source: TokenSource) -> None:
    """Show the list, or let people come and go: `/staff`, `/staff add [role]`, `/staff remove [who]`, `/staff <role> [who]`."""
    staff = require_role(turn.person.staff, Role.SUPERVISOR)
    match (command.args or "").lower().split():
        case []:
            turn.reply_text(await _list_text(turn))
        case ["add", *role] if len(role) <= 1 and all(word in _ROLES for word in role):
            await _add(message, turn, staff, _ROLES[role[0]] if role else Role.AGENT, token_source)
        case ["remove", *who] if len(who) <= 1:
            member = await remove_staff(turn.voice.session, by=staff, member=await colleague_meant(message, turn, who), at=turn.voice.now)
            await renew_menus(turn.voice, member)
            turn.reply("staff-removed", name=member.name)
        case [role, *who] if role in _ROLES and len(who) <= 1:
            member = await set_role(
                turn.voice.session, by=staff, member=await colleague_meant(message, turn, who), role=_ROLES[role], at=turn.voice.now
            )
            await renew_menus(turn.voice, member)
            turn.reply("staff-role-set", name=member.name, role=turn.phrases.plain(f"role-{member.role}"))
        case _:
            turn.reply("staff-usage")


async def dismiss(update: ChatMemberUpdated, turn: Turn) -> None:
    """A staff member who leaves the staff group loses the right at once."""
    await dismiss_leaver(turn.voice.session, user_id=update.new_chat_member.user.id, at=turn.voice.now, tell=turn.tell)


async def dismiss_by_message(message: Message, turn: Turn) -> None:
    """A staff member who leaves the staff group loses the right at once."""
    if message.left_chat_member is not None:
        await dismiss_leaver(turn.voice.session, user_id=message.left_chat_member.id, at=turn.voice.now, tell=turn.tell)


async def offer_group_menu(update: ChatMemberUpdated, turn: Turn) -> None:
    """Offer a staff member who came into a staff group the commands of their role there."""
    await _offer_group_menu(turn, update.new_chat_member.user)


async def offer_group_menu_by_message(message: Message, turn: Turn) -> None:
    """Offer staff members who came into a staff group the commands of their role there."""
    for user in message.new_chat_members or ():
        await _offer_group_menu(turn, user)


async def _offer_group_menu(turn: Turn, user: User) -> None:
    member = await find_staff_member(turn.voice.session, user_id=user.id)
    if member is not None:
        await renew_group_menu(turn.voice, member, turn.chat_id)


def _is_inside(member: ChatMemberUnion) -> bool:
    return member.status not in _GONE and getattr(member, "is_member", True) is not False


async def _add(message: Message, turn: Turn, staff: StaffMember, role: Role, token_source: TokenSource) -> None:
    require_role(staff, Role.OWNER)
    user = _author_of_reply(message)
    if user is None:
        await _invite(turn, staff, role, token_source)
        return
    member = await add_staff(
        turn.voice.session, by=staff, user_id=user.id, name=full_name(user), username=username_of(user),
        language=language_from(user.language_code), role=role, at=turn.voice.now,
    )  # fmt: skip
    await renew_menus(turn.voice, member)
    turn.reply("staff-added", name=member.name, role=turn.phrases.plain(f"role-{member.role}"))


async def _invite(turn: Turn, staff: StaffMember, role: Role, token_source: TokenSource) -> None:
    voice = turn.voice
    token = token_source(_TOKEN_BYTES)
    invitation = await invite_staff(voice.session, by=staff, role=role, token=token, at=voice.now, business=voice.business)
    phrases = voice.phrases(staff.language)
    facts = {"role": phrases.plain(f"role-{role}"), "until": phrases.moment(invitation.expires_at, voice.business.time_zone)}
    link = f"https://t.me/{voice.bot_username}?start=staff_{token}"
    # Of the link only its hash is kept, so what is remembered of this message is written without it.
    keep_interaction(
        voice.session, kind=InteractionKind.SYSTEM, direction=Direction.INTERNAL, author=Author.BOT, at=voice.now,
        text=phrases.plain("staff-link", link=_hide_token(link), **facts),
    )  # fmt: skip
    voice.do(
        SendMessage(chat_id=staff.user_id, text=phrases("staff-link", link=link, **facts), parse_mode="HTML"),
        lane=Lane.REPLY, expires_at=invitation.expires_at,
    )  # fmt: skip
    if not turn.is_private:
        turn.reply("staff-link-sent", username=voice.bot_username)


async def colleague_meant(message: Message, turn: Turn, who: list[str]) -> StaffMember:
    """Return the staff member who is meant by a word, or else by the message that is answered; raise NobodyNamed or NotOnStaff."""
    if who:
        return await find_colleague(turn.voice.session, word=who[0])
    user = _author_of_reply(message)
    if user is None:
        raise NobodyNamed()
    member = await find_staff_member(turn.voice.session, user_id=user.id)
    if member is None or member.removed_at is not None:
        raise NotOnStaff(word=full_name(user))
    return member


def _author_of_reply(message: Message) -> User | None:
    """Return who wrote the message in the group that is answered; None when none is. What a forwarded message says of people is no proof."""
    answered = message.reply_to_message
    if answered is None or message.chat.type == "private":
        return None
    if message.is_topic_message and answered.message_id == message.message_thread_id:
        return None  # says only in which topic the command stands
    user = answered.from_user
    if answered.sender_chat is not None or user is None or user.is_bot or user.id in NOBODY:
        raise NotOnePerson()
    if answered.forward_origin is not None:
        raise ForwardedSaysNothing()
    return user


async def _list_text(turn: Turn) -> str:
    phrases = turn.phrases
    lines = [phrases("staff-title")]
    for number, member in enumerate(await list_staff(turn.voice.session), start=1):
        username = f" @{member.username}" if member.username else ""
        role = phrases.plain(f"role-{member.role}")
        lines.append(
            phrases("staff-line", number=number, name=clean_name(member.name), username=username, user_id=str(member.user_id), role=role)
        )
    return "\n".join([*lines, "", phrases("staff-usage")])


def _hide_token(text: str) -> str:
    return re.sub(r"staff_\S+", "staff_…", text)
