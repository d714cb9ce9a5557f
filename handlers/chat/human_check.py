"""The human check: somebody new shows to be a person before the desk listens."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, MessageReactionUpdated, TelegramObject

from crm.human_check import must_show_to_be_human, verify_customer
from crm.rules.human_check import (
    Check,
    Draw,
    Verdict,
    after_wrong,
    draw_check,
    is_asked_again,
    is_closed,
    is_owed_reminder,
    is_owed_word_on_commands,
    judge,
)
from handlers.chat.drafts import Content, draft_of, is_command, keep_draft, leave_out_command
from handlers.chat.keyboards import RowId, buttons
from handlers.chat.media import NOT_COPYABLE, kind_of
from handlers.chat.menu import MenuAct, offer_buttons
from handlers.chat.near_commands import command_in
from handlers.chat.quiet import keep_edit_quietly
from handlers.chat.staff import JoinLink
from handlers.chat.start import greet
from handlers.chat.turn import Turn

LONGEST_QUOTE = 160
_CHECK = "human_check"
_START = "start"


class CheckPress(CallbackData, prefix="human"):
    """A press that answers a check; `mark` says which."""

    mark: RowId
    answer: RowId


class Unchecked(Filter):
    """By somebody who has to show to be a person first."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        customer = turn.person.customer
        return customer is not None and must_show_to_be_human(customer, staff=turn.person.staff, business=turn.voice.business)


def build_router(draw: Draw = secrets.randbelow) -> Router:
    """Return the topic's router, which must come before everything that hears customers; `draw` draws numbers below one."""
    router = Router(name="human_check")
    # A join link is a secret of its own, good for one person.
    router.message.register(partial(hold, draw=draw), Unchecked(), ~JoinLink())
    router.edited_message.register(hold_edit, Unchecked())
    router.callback_query.register(partial(take_answer, draw=draw), Unchecked(), CheckPress.filter())
    router.callback_query.register(hold_press, Unchecked())
    router.message_reaction.register(hold_reaction, Unchecked())
    return router


async def hold(message: Message, turn: Turn, state: FSMContext, draw: Draw) -> None:
    """Keep what is said for later, and ask for the check; of a command without words nothing is kept, and it is to be sent again."""
    is_kept = await _keep_words(message, turn, state)
    command = "" if is_kept or not is_command(message) else command_in(message.text or "").lower()
    check, now = _check_of(await state.get_data()), turn.voice.now
    if check is not None and not is_asked_again(check, now):
        await _remind(turn, state, check, command)
        return
    if check is None or check.closed_until is not None:
        check = draw_check(turn.voice.business.human_check.kind, at=now, draw=draw)
    await _ask(turn, state, check, command=command)


async def _remind(turn: Turn, state: FSMContext, check: Check, command: str) -> None:
    if command and is_owed_word_on_commands(check, turn.voice.now):
        await _remember(state, replace(check, is_command_told=True))
        if command == _START:
            turn.reply("human-check-first")
        else:
            turn.reply("human-check-command", command=f"/{command}")
    elif not command and is_owed_reminder(check, turn.voice.now):
        await _remember(state, replace(check, is_reminded=True))
        turn.reply("human-check-kept")


async def hold_edit(edited_message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep what is changed, and tell nobody."""
    await keep_edit_quietly(edited_message, turn, state)


async def hold_press(press: CallbackQuery, turn: Turn) -> None:
    """Do nothing of what another button asks for."""
    turn.answer_press(press, "human-check-first")


async def hold_reaction(message_reaction: MessageReactionUpdated, turn: Turn) -> None:
    """Keep a reaction to ourselves."""


async def take_answer(press: CallbackQuery, turn: Turn, state: FSMContext, callback_data: CheckPress, draw: Draw) -> None:
    """Let somebody pass, or count a wrong answer; a press of another check is worth nothing."""
    check, now = _check_of(await state.get_data()), turn.voice.now
    verdict = judge(check, mark=callback_data.mark, answer=callback_data.answer, at=now)
    if check is None or verdict is Verdict.VOID:
        turn.answer_press(press, "press-is-old")
    elif verdict is Verdict.CLOSED:
        turn.answer_press(press)
    elif verdict is Verdict.PASSED:
        await _let_pass(press, turn, state)
    else:
        await _count_wrong(press, turn, state, check, draw)


async def _let_pass(press: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    await verify_customer(turn.voice.session, customer=turn.customer, at=turn.voice.now)
    data = await state.get_data()
    data.pop(_CHECK)
    await state.set_data(data)
    turn.answer_press(press, "human-check-passed")
    turn.take_buttons_away(press)
    draft = await draft_of(state, turn)
    if not draft.said:
        greet(turn, is_first=True)
        return
    phrases = turn.phrases
    parts = (phrases("free-text-read"), draft.quote(phrases, longest=LONGEST_QUOTE), phrases("free-text-what-next"))
    turn.reply_text("\n".join(parts), keyboard=offer_buttons(phrases, MenuAct.ASK, MenuAct.COMPLAIN))


async def _count_wrong(press: CallbackQuery, turn: Turn, state: FSMContext, check: Check, draw: Draw) -> None:
    rules, now = turn.voice.business.human_check, turn.voice.now
    turn.take_buttons_away(press)
    check = after_wrong(check, at=now, most=rules.wrong_answers, wait=timedelta(minutes=rules.wait_minutes))
    if check.closed_until is not None and is_closed(check, now):
        await _remember(state, check)
        turn.answer_press(press)
        turn.reply("human-check-closed", until=turn.phrases.moment(check.closed_until, turn.customer.time_zone))
    else:
        turn.answer_press(press, "human-check-wrong")
        await _ask(turn, state, draw_check(rules.kind, at=now, draw=draw, wrong=check.wrong))


async def _ask(turn: Turn, state: FSMContext, check: Check, *, command: str = "") -> None:
    await _remember(state, replace(check, asked_at=turn.voice.now))
    phrases, company = turn.phrases, turn.voice.business.company
    if check.addends:
        first, second = check.addends
        lines = [phrases("human-check-sum", company=company, first=first, second=second)]
    else:
        lines = [phrases("human-check-button", company=company)]
    if command not in ("", _START):  # who begins is greeted after the check, whoever wants something else must say so again
        lines.append(phrases("human-check-then", command=f"/{command}"))
    turn.reply_text("\n".join(lines), keyboard=_buttons(turn, check))


def _buttons(turn: Turn, check: Check) -> InlineKeyboardMarkup:
    if not check.choices:
        return buttons([(turn.phrases.plain("human-check-press"), CheckPress(mark=check.mark, answer=check.answer))])
    return buttons([(str(choice), CheckPress(mark=check.mark, answer=choice)) for choice in check.choices])


async def _keep_words(message: Message, turn: Turn, state: FSMContext) -> bool:
    """Keep what is said for the ticket that may become of it, of a command the words behind it; tell whether anything is kept."""
    draft = await draft_of(state, turn)
    if is_command(message):
        _, _, words = (message.text or "").partition(" ")
        if not words.strip() or command_in(message.text or "") == _START:
            return False
        draft.add(turn, message, words=words.strip())
        leave_out_command(turn, message, words.strip())
    elif await Content()(message) and kind_of(message) not in NOT_COPYABLE:
        draft.add(turn, message)
    else:
        return False
    await keep_draft(state, draft)
    return True


def _check_of(data: Mapping[str, Any]) -> Check | None:
    kept = data.get(_CHECK)
    if kept is None:
        return None
    until = kept["closed_until"]
    return Check(
        mark=kept["mark"], asked_at=datetime.fromisoformat(kept["asked_at"]), addends=tuple(kept["addends"]), choices=tuple(kept["choices"]),
        wrong=kept["wrong"], closed_until=None if until is None else datetime.fromisoformat(until),
        is_reminded=kept.get("is_reminded", False), is_command_told=kept.get("is_command_told", False),
    )  # fmt: skip


async def _remember(state: FSMContext, check: Check) -> None:
    kept = {
        "mark": check.mark,
        "asked_at": check.asked_at.isoformat(),
        "addends": list(check.addends),
        "choices": list(check.choices),
        "wrong": check.wrong,
        "closed_until": None if check.closed_until is None else check.closed_until.isoformat(),
        "is_reminded": check.is_reminded,
        "is_command_told": check.is_command_told,
    }
    await state.update_data({_CHECK: kept})
