"""The two libraries of the project as clients: what they send is understood, what they get is what they expect."""

from collections.abc import AsyncIterator

import aiogram
import pytest
import pytest_asyncio
import telegram
from aiogram import exceptions
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram import error
from telegram.ext import ExtBot

from playground.drawing import png
from tests.playground.stage import TOKEN, Stage


@pytest_asyncio.fixture(loop_scope="session")
async def reading(stage: Stage) -> AsyncIterator[aiogram.Bot]:
    async with aiogram.Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(stage.url))) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def sending(stage: Stage) -> AsyncIterator[ExtBot[None]]:
    async with ExtBot(TOKEN, base_url=f"{stage.url}/bot", base_file_url=f"{stage.url}/file/bot") as bot:
        yield bot


async def test_aiogram_polls_and_sends(stage: Stage, reading: aiogram.Bot) -> None:
    await stage.page("start", sender=1001, payload="hello")
    [update] = await reading.get_updates(allowed_updates=["message", "callback_query"])
    assert update.message is not None
    assert update.message.text == "/start hello"
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="林", callback_data="x")]])
    replying = ReplyParameters(message_id=update.message.message_id)
    sent = await reading.send_message(1001, "<b>林</b>", parse_mode=ParseMode.HTML, reply_markup=keyboard, reply_parameters=replying)
    assert sent.html_text == "<b>林</b>"
    assert sent.reply_to_message is not None
    await reading.edit_message_text("done", chat_id=1001, message_id=sent.message_id)
    await reading.set_message_reaction(1001, update.message.message_id, reaction=[ReactionTypeEmoji(emoji="👌")])
    await reading.set_my_commands([BotCommand(command="start", description="x")], scope=BotCommandScopeChat(chat_id=1001))
    topic = await reading.create_forum_topic(stage.cast.desk, "Mei")
    copy = await reading.copy_message(stage.cast.desk, 1001, sent.message_id, message_thread_id=topic.message_thread_id)
    assert copy.message_id == topic.message_thread_id + 1
    assert await reading.delete_messages(1001, [sent.message_id])


async def test_aiogram_uploads_and_downloads(stage: Stage, chat: int, reading: aiogram.Bot) -> None:
    sent = await reading.send_document(chat, BufferedInputFile("金额".encode(), "账单.txt"), caption="x")
    assert sent.document is not None
    assert sent.document.file_name == "账单.txt"
    downloaded = await reading.download(sent.document)
    assert downloaded is not None
    assert downloaded.read().decode() == "金额"
    picture = png(20, 10, 1)
    media = [InputMediaPhoto(media=BufferedInputFile(picture, f"{number}.png"), caption=f"{number}") for number in range(2)]
    album = await reading.send_media_group(chat, [*media])
    assert [message.caption for message in album] == ["0", "1"]


async def test_aiogram_reads_errors(stage: Stage, chat: int, reading: aiogram.Bot) -> None:
    with pytest.raises(exceptions.TelegramForbiddenError):
        await reading.send_message(1002, "x")
    with pytest.raises(exceptions.TelegramBadRequest, match="can't parse entities"):
        await reading.send_message(chat, "<b>", parse_mode=ParseMode.HTML)
    upgraded = await stage.page(f"groups/{stage.cast.front_office}/upgrade")
    with pytest.raises(exceptions.TelegramMigrateToChat) as moved:
        await reading.send_message(stage.cast.front_office, "x")
    assert moved.value.migrate_to_chat_id == upgraded["id"]
    await stage.page("faults", times=1, fault={"kind": "status", "status": 429, "retry_after": 5})
    with pytest.raises(exceptions.TelegramRetryAfter) as waiting:
        await reading.send_message(chat, "x")
    assert waiting.value.retry_after == 5
    await stage.page("faults", times=1, fault={"kind": "reset"})
    with pytest.raises(exceptions.TelegramNetworkError):
        await reading.send_message(chat, "x")


async def test_python_telegram_bot_polls_and_sends(stage: Stage, sending: ExtBot[None]) -> None:
    await stage.page("start", sender=1001)
    [update] = await sending.get_updates(allowed_updates=["message"], timeout=1)
    assert update.effective_message is not None
    keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("林", callback_data="x")]])
    sent = await sending.send_message(1001, "<i>林</i>", parse_mode="HTML", reply_markup=keyboard)
    assert sent.text_html == "<i>林</i>"
    edited = await sending.edit_message_text("done", chat_id=1001, message_id=sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.text == "done"
    photo = await sending.send_photo(1001, png(20, 10, 1), caption="x", filename="x.png")
    file = await sending.get_file(photo.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == png(20, 10, 1)
    copies = await sending.copy_messages(stage.cast.desk, 1001, [sent.message_id, photo.message_id])
    assert len(copies) == 2
    album = await sending.send_media_group(1001, [telegram.InputMediaPhoto(png(8, 8, number)) for number in range(2)])
    assert len({message.media_group_id for message in album}) == 1


async def test_python_telegram_bot_reads_errors(stage: Stage, chat: int, sending: ExtBot[None]) -> None:
    with pytest.raises(error.Forbidden, match="can't initiate conversation"):
        await sending.send_message(1002, "x")
    with pytest.raises(error.BadRequest, match="Message is too long"):
        await sending.send_message(chat, "x" * 4097)
    upgraded = await stage.page(f"groups/{stage.cast.front_office}/upgrade")
    with pytest.raises(error.ChatMigrated) as moved:
        await sending.send_message(stage.cast.front_office, "x")
    assert moved.value.new_chat_id == upgraded["id"]
    await stage.page("faults", times=1, fault={"kind": "status", "status": 502, "body": "<html>"})
    with pytest.raises(error.NetworkError, match="Bad Gateway"):
        await sending.send_message(chat, "x")
    await stage.page("faults", times=1, fault={"kind": "reset"})
    with pytest.raises(error.NetworkError):
        await sending.send_message(chat, "x")
