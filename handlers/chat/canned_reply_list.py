"""The list of canned replies: staff see it, supervisors change it, in private with the bot or in the staff group."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.attachments import attachment_of
from crm.canned_replies import add_reply, get_reply, remove_reply, set_reply, set_steps
from crm.macros import steps_of
from crm.permissions import require_role
from crm.reply_files import attach_file
from crm.rules.macros import read_steps
from handlers.chat.canned_reply_texts import list_texts, steps_in_words, whole_texts
from handlers.chat.formatting import html_of
from handlers.chat.reply_files import attachment_meant, file_in_words, put_file, show_file
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.canned_replies import CannedReply, list_replies
from storage.vocabulary import Language, Role

_TEXT = re.compile(r"(?P<act>add|set)\s+(?P<key>\S+)\s+(?P<language>\S+)\s+(?P<text>\S.*)", re.IGNORECASE | re.DOTALL)
_LANGUAGES = {str(language): language for language in Language}


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="canned_reply_list")
    router.message.register(replies, Command("replies"), StaffHere())
    return router


async def replies(message: Message, command: CommandObject, turn: Turn) -> None:
    """`/replies`, `show KEY`, `add KEY LANGUAGE TEXT`, `set KEY LANGUAGE TEXT`, `remove KEY [LANGUAGE]`, `then KEY STEPS`, `file KEY [off]`."""
    given = command.args or ""
    written = _TEXT.fullmatch(given)
    if written is not None and written["language"].lower() in _LANGUAGES:
        whole = message.text or message.caption or ""
        start = len(whole) - len(given) + written.start("text")
        text = written["text"].strip()
        html = html_of(message, start=start, end=start + len(text))
        await _write(message, turn, written["act"].lower(), written["key"], _LANGUAGES[written["language"].lower()], text, html)
        return
    voice, staff = turn.voice, turn.person.staff
    match given.lower().split():
        case []:
            await _show_all(turn)
        case ["show", key]:
            at_hand = await get_reply(voice.session, key=key)
            for text in whole_texts(at_hand, turn.phrases, voice.business.time_zone):
                turn.reply_text(text)
            if (attachment := attachment_of(at_hand.reply)) is not None:
                show_file(turn, attachment)
        case ["file", key, *off] if off in ([], ["off"]):
            await put_file(message, turn, key, off=bool(off))
        case ["remove", key]:
            removed = await remove_reply(voice.session, by=staff, key=key, language=None, at=voice.now)
            turn.reply("canned-removed", reply=removed.key)
        case ["remove", key, language] if language in _LANGUAGES:
            removed = await remove_reply(voice.session, by=staff, key=key, language=_LANGUAGES[language], at=voice.now)
            turn.reply("canned-text-removed", reply=removed.key, language_name=turn.phrases.plain(f"language-{language}"))
        case ["then", key, *words] if (steps := read_steps(words)) is not None:
            changed = await set_steps(voice.session, by=staff, key=key, steps=steps, at=voice.now)
            _say_what_follows(turn, changed)
        case _:
            require_role(staff, Role.SUPERVISOR)
            turn.reply("canned-usage")


async def _write(message: Message, turn: Turn, act: str, key: str, language: Language, text: str, html: str | None) -> None:
    voice, staff = turn.voice, turn.person.staff
    write = add_reply if act == "add" else set_reply
    kept = await write(voice.session, by=staff, key=key, language=language, text=text, html=html, at=voice.now)
    turn.reply("canned-kept", reply=kept.key, language_name=turn.phrases.plain(f"language-{language}"))
    attachment = attachment_meant(message)
    if attachment is not None:
        await attach_file(voice.session, by=staff, key=kept.key, attachment=attachment, at=voice.now)
        turn.reply("canned-file-kept", reply=kept.key, file=file_in_words(attachment, turn.phrases))


async def _show_all(turn: Turn) -> None:
    known = await list_replies(turn.voice.session)
    if not known:
        turn.reply("canned-none")
        return
    for text in list_texts(known, turn.phrases, turn.voice.business.time_zone):
        turn.reply_text(text)


def _say_what_follows(turn: Turn, reply: CannedReply) -> None:
    steps = steps_of(reply)
    if steps:
        turn.reply("canned-follows", reply=reply.key, steps=steps_in_words(steps, turn.phrases))
    else:
        turn.reply("canned-nothing-follows", reply=reply.key)
