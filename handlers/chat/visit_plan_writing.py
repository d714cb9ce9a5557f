"""Plans of visits made by command: a supervisor writes one, reads it, switches it on, and deletes it again."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, MaybeInaccessibleMessageUnion, Message

from crm.permissions import require_role
from crm.visit_plans import delete_plan, get_standing, make_plan, plan_standings
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import is_staff_group
from handlers.chat.turn import Turn
from handlers.chat.visit_desk_buttons import PlanDeletion, PlanDeletionStep, plan_buttons, plan_deletion_buttons
from handlers.chat.visit_plan_texts import plan_text, plans_text
from storage.vocabulary import Lane, Role


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="visit_plan_writing")
    router.message.register(plan, Command("plan"), StaffHere())
    router.callback_query.register(delete, PlanDeletion.filter())
    return router


async def plan(message: Message, command: CommandObject, turn: Turn) -> None:
    """`/plan` and a plan in lines makes it, `/plan KEY` shows it with its words, `/plan` alone says how one is written."""
    voice, staff, given = turn.voice, turn.person.staff, (command.args or "").split()
    require_role(staff, Role.SUPERVISOR)
    if not given:
        turn.reply("plan-usage")
        return
    if len(given) == 1:
        standing = await get_standing(voice.session, key=given[0].lower(), by=staff, business=voice.business)
        heading = []
    else:
        standing = await make_plan(voice.session, text=command.args or "", by=staff, at=voice.now, business=voice.business)
        heading = [turn.phrases("plan-made")]
    text = "\n".join([*heading, plan_text(standing, turn.phrases, voice.business)])
    turn.reply_text(text, keyboard=plan_buttons([standing], turn.phrases))


async def delete(press: CallbackQuery, callback_data: PlanDeletion, turn: Turn) -> None:
    """Ask whether a plan is to be deleted, and delete it when that was answered with yes."""
    voice, phrases, staff, key = turn.voice, turn.phrases, turn.person.staff, callback_data.key
    require_role(staff, Role.SUPERVISOR)
    if press.message is None or not (turn.is_private or await is_staff_group(turn)):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    if callback_data.step is PlanDeletionStep.ASK:
        standing = await get_standing(voice.session, key=key, by=staff, business=voice.business)
        text = "\n".join([plan_text(standing, phrases, voice.business), phrases("plan-delete-ask", plan=key)])
        _show_instead(turn, press.message, text, plan_deletion_buttons(key, phrases))
        turn.answer_press(press)
        return
    if callback_data.step is PlanDeletionStep.SURE:
        await delete_plan(voice.session, key=key, by=staff, at=voice.now, business=voice.business)
        turn.answer_press(press, "plan-deleted", plan=key)
    else:
        turn.answer_press(press)
    standings = await plan_standings(voice.session, by=staff, business=voice.business)
    _show_instead(turn, press.message, plans_text(standings, phrases, voice.business), plan_buttons(standings, phrases))


def _show_instead(turn: Turn, message: MaybeInaccessibleMessageUnion, text: str, keyboard: InlineKeyboardMarkup) -> None:
    method = EditMessageText(chat_id=message.chat.id, message_id=message.message_id, text=text, parse_mode="HTML", reply_markup=keyboard)
    turn.voice.do(method, lane=Lane.REPLY if turn.is_private else Lane.STAFF)
